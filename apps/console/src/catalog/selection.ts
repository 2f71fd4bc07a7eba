/** Which rows of a catalogue, in which order, with which columns: what the address of its page says. */
export interface Selection {
  /** Columns by comma, `-` before one for the reverse order; empty for the order of the ranks. */
  sort: string;
  /** `column:operator:value` each. */
  filters: readonly string[];
  /** Uploaded columns that are shown; empty for the usual ones. */
  columns: readonly string[];
  /** Columns of the plot of a pair; unset for the usual ones. */
  pair?: readonly [x: string, y: string];
  tab: 'rows' | 'refused' | 'reading';
}

export function selectionOf(search: string): Selection {
  const query = new URLSearchParams(search);
  const tab = query.get('tab');
  const [x, y] = [query.get('x'), query.get('y')];
  return {
    sort: query.get('sort') ?? '',
    filters: query.getAll('filter'),
    columns: query.get('columns')?.split(',').filter(Boolean) ?? [],
    ...(x && y ? { pair: [x, y] as const } : {}),
    tab: tab === 'refused' || tab === 'reading' ? tab : 'rows',
  };
}

export function searchOfSelection({ sort, filters, columns, pair, tab }: Selection): string {
  const query = new URLSearchParams();
  if (sort) query.set('sort', sort);
  for (const filter of filters) query.append('filter', filter);
  if (columns.length > 0) query.set('columns', columns.join(','));
  if (pair) {
    query.set('x', pair[0]);
    query.set('y', pair[1]);
  }
  if (tab !== 'rows') query.set('tab', tab);
  return query.toString();
}

/** The part of a request to the rows or the columns of a catalogue. */
export function apiQuery({ sort, filters }: Pick<Selection, 'sort' | 'filters'>): URLSearchParams {
  const query = new URLSearchParams();
  if (sort) query.set('sort', sort);
  for (const filter of filters) query.append('filter', filter);
  return query;
}

/** The query of an export in the order of the grid: the API sorts an export only when asked. @param blind such a review has no ranks */
export function exportQuery({ sort, filters }: Pick<Selection, 'sort' | 'filters'>, blind: boolean): URLSearchParams {
  const query = apiQuery({ sort: sort || (blind ? '' : 'rank'), filters });
  query.set('format', 'csv');
  return query;
}

/** A range of a column as two conditions; an earlier range of the same column is replaced. */
export function withRange(filters: readonly string[], column: string, from: number, to: number): string[] {
  const [low, high] = [Math.min(from, to), Math.max(from, to)].map((value) => Number(value.toPrecision(6)));
  return [...withoutRange(filters, column), `${column}:ge:${low}`, `${column}:le:${high}`];
}

const withoutRange = (filters: readonly string[], column: string): string[] =>
  filters.filter((filter) => !filter.startsWith(`${column}:ge:`) && !filter.startsWith(`${column}:le:`));

/** The part of a name that is searched for in a column. */
export function named(filters: readonly string[], column: string): string {
  const start = `${column}:contains:`;
  return filters.find((filter) => filter.startsWith(start))?.slice(start.length) ?? '';
}

/** A search by name replaces the one before; an empty one ends it. */
export function withName(filters: readonly string[], column: string, text: string): string[] {
  const others = filters.filter((filter) => !filter.startsWith(`${column}:contains:`));
  return text === '' ? others : [...others, `${column}:contains:${text}`];
}

/** Ascending, descending, and back to the order of the ranks. */
export function nextSort(sort: string, column: string): string {
  if (sort === column) return `-${column}`;
  return sort === `-${column}` ? '' : column;
}

const OPERATORS: Record<string, string> = {
  eq: '=',
  ne: '≠',
  lt: '<',
  le: '≤',
  gt: '>',
  ge: '≥',
  in: 'in',
  contains: 'contains',
};

/** A filter as it is read. */
export function filterText(filter: string): string {
  const [, column, operator, value] = /^(.*?):([a-z]+):(.*)$/s.exec(filter) ?? [];
  if (operator === 'missing') return `${column} ${value === 'false' ? 'is given' : 'is missing'}`;
  return column === undefined ? filter : `${column} ${OPERATORS[operator] ?? operator} ${value}`;
}
