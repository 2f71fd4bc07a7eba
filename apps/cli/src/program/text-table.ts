export interface Column<Row> {
  title: string;
  value: (row: Row) => string | number | null | undefined;
}

/** Rows as lines of aligned columns; numbers are right-aligned. */
export function textTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map(({ value }) => value(row) ?? ''));
  const widths = columns.map(({ title }, index) =>
    cells.reduce((width, line) => Math.max(width, String(line[index]).length), title.length),
  );
  const line = (texts: readonly (string | number)[]) =>
    texts
      .map((text, index) =>
        typeof text === 'number' ? String(text).padStart(widths[index]) : text.padEnd(widths[index]),
      )
      .join('  ')
      .trimEnd() + '\n';
  return [line(columns.map(({ title }) => title)), ...cells.map(line)].join('');
}
