import type { ReportPage, ReportTest, ReportVerdict } from './page';
import type { Box } from './plot';
import { textAt, wrapped } from './svg-text';

const SIZE = 10;
const LINE = 15;

/** Label and value pairs in two columns of the box. */
export function numbersTable({ x, y, width, height }: Box, numbers: ReportPage['numbers']): string {
  const perColumn = Math.floor(height / LINE);
  const columnWidth = width / 2;
  const rows = numbers.slice(0, perColumn * 2).map(([label, value], index) => {
    const left = x + Math.floor(index / perColumn) * columnWidth;
    const baseline = y + (index % perColumn) * LINE + SIZE;
    const [shown = ''] = wrapped(value, columnWidth * 0.58, SIZE, 1);
    return (
      textAt(left, baseline, label, { size: SIZE, colour: '#555' }) +
      textAt(left + columnWidth * 0.4, baseline, shown, { size: SIZE })
    );
  });
  return textAt(x, y - 5, 'Measured', { size: 11, weight: 'bold' }) + rows.join('');
}

const VERDICTS: Record<ReportVerdict, { word: string; colour: string }> = {
  pass: { word: 'pass', colour: '#1a7f37' },
  warn: { word: 'warn', colour: '#9a6700' },
  fail: { word: 'FAIL', colour: '#cf222e' },
  not_tested: { word: 'not tested', colour: '#666' },
};

/** Columns: verdict, name, value, limit, sentence, as parts of the width. */
const COLUMNS = [0, 0.08, 0.26, 0.4, 0.52] as const;
const TEST_LINE = 10;

/** The tests, one below the other; stops at the bottom of the box. */
export function testsTable(box: Box, tests: readonly ReportTest[]): string {
  const { x, y, width, height } = box;
  const parts = [textAt(x, y - 5, 'Tests', { size: 11, weight: 'bold' })];
  const at = (column: number) => x + (COLUMNS[column] as number) * width;
  ['verdict', 'test', 'value', 'limit', 'what it says'].forEach((name, column) =>
    parts.push(textAt(at(column), y + SIZE, name, { size: 9, colour: '#666' })),
  );
  let top = y + LINE;
  for (const test of tests) {
    const sentence = wrapped(test.sentence, width * (1 - COLUMNS[4]), 9, 2);
    const rowHeight = Math.max(1, sentence.length) * TEST_LINE + 2;
    if (top + rowHeight > y + height) break;
    parts.push(`<path d="M${x} ${top}h${width}" stroke="#ddd"/>`);
    const baseline = top + TEST_LINE;
    const { word, colour } = VERDICTS[test.verdict];
    parts.push(textAt(x, baseline, word, { size: SIZE, weight: 'bold', colour }));
    [test.name, test.value, test.limit].forEach((content, index) => {
      const room = ((COLUMNS[index + 2] as number) - (COLUMNS[index + 1] as number)) * width - 6;
      parts.push(textAt(at(index + 1), baseline, wrapped(content, room, SIZE, 1)[0] ?? '', { size: SIZE }));
    });
    sentence.forEach((line, index) =>
      parts.push(textAt(at(4), baseline + index * TEST_LINE, line, { size: 9, colour: '#333' })),
    );
    top += rowHeight;
  }
  return parts.join('');
}
