import { AppError, type CatalogTable, type FieldError, RESULT_COLUMNS } from '@exoplanet/contracts';
import { numberColumn, textColumn } from '../parts/row-parts';

const FILTER_OPERATORS = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in', 'contains', 'missing'] as const;
type Operator = (typeof FILTER_OPERATORS)[number];

/** Where a column comes from: the uploaded rows, the results, the explanations or the votes. */
export type Relation = 'r' | 's' | 'e' | 'v';

export interface ResolvedColumn {
  sql: string;
  type: 'number' | 'text';
  relation: Relation;
  /** Position among the uploaded columns. */
  index?: number;
  unit?: string;
}

const OURS: Record<string, ResolvedColumn> = {
  key: { sql: 'key', type: 'number', relation: 's' },
  line: { sql: 'r.line', type: 'number', relation: 'r' },
  error: { sql: "json_extract_string(r.error, '$.detail')", type: 'text', relation: 'r' },
  p16: { sql: 'e.p16', type: 'number', relation: 'e' },
  p50: { sql: 'e.p50', type: 'number', relation: 'e' },
  p84: { sql: 'e.p84', type: 'number', relation: 'e' },
  reasons: { sql: 'e.reasons', type: 'text', relation: 'e' },
  votes: { sql: 'v.votes', type: 'text', relation: 'v' },
  in_distribution: { sql: 's.in_distribution::VARCHAR', type: 'text', relation: 's' },
};
for (const { name, type } of RESULT_COLUMNS) OURS[name] ??= { sql: `s."${name}"`, type, relation: 's' };

/** A condition or an order, as SQL with the values that it takes. */
export interface RowQuery {
  where: string;
  values: string[];
  /** Columns by which rows are ordered, before `key`. */
  order: { sql: string; direction: string }[];
  relations: ReadonlySet<Relation>;
}

export interface RowQueryText {
  /** Columns by comma, `-` before one for the reverse order. */
  sort?: string;
  /** `column:operator:value` each; all of them must hold. */
  filter?: readonly string[];
}

/** Prefix of an uploaded column that has the name of a result column. */
export const UPLOADED = 'uploaded.';

/**
 * The column of a name: one of ours, then one of the upload; `uploaded.NAME` is always that of the upload.
 * @throws AppError VALIDATION_FAILED
 */
export function columnNamed(name: string, table: CatalogTable, field: string): ResolvedColumn {
  const ours = Object.hasOwn(OURS, name) ? OURS[name] : undefined;
  if (ours) return ours;
  const uploaded = table.columns.filter(({ role }) => role !== 'result');
  const find = (wanted: string) => uploaded.findIndex((column) => column.name === wanted);
  const exact = find(name);
  const index = exact < 0 && name.startsWith(UPLOADED) ? find(name.slice(UPLOADED.length)) : exact;
  if (index >= 0) {
    const { type, unit } = uploaded[index];
    const sql = `r.${type === 'number' ? numberColumn(index) : textColumn(index)}`;
    return { sql, type, relation: 'r', index, ...(unit ? { unit } : {}) };
  }
  throw invalid(
    field,
    `there is no column ${JSON.stringify(name.slice(0, 100))}; GET /catalogs/{id} lists the columns`,
  );
}

/** @throws AppError VALIDATION_FAILED that says what is allowed */
export function rowQuery({ sort = '', filter = [] }: RowQueryText, table: CatalogTable): RowQuery {
  const relations = new Set<Relation>();
  const values: string[] = [];
  const conditions = filter.map((text) => condition(text, table, relations, values));
  const order = sort
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => {
      const descends = name.startsWith('-');
      const column = columnNamed(descends ? name.slice(1) : name, table, 'sort');
      relations.add(column.relation);
      return { sql: column.sql, direction: `${descends ? 'DESC' : 'ASC'} NULLS LAST` };
    });
  return { where: conditions.join(' AND ') || 'true', values, order, relations };
}

/** The order of a query as SQL. @param nameOf the name of a column of the order, where it has another one than in the relations */
export const orderBy = ({ order }: RowQuery, nameOf = (index: number): string => order[index].sql): string =>
  [...order.map(({ direction }, index) => `${nameOf(index)} ${direction}`), 'key'].join(', ');

const COMPARISONS: Partial<Record<Operator, string>> = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' };

function condition(text: string, table: CatalogTable, relations: Set<Relation>, values: string[]): string {
  const { column, operator, value } = parseFilter(text, table);
  relations.add(column.relation);
  const next = (given: string) => `$${values.push(given)}`;
  // A number travels as text: DuckDB's binding for Node.js sends a whole one as an integer of 64 bits, and refuses a larger one.
  const nextOfColumn = (given: string) =>
    column.type === 'number' ? `${next(String(numberOf(given, text)))}::DOUBLE` : next(given);
  if (operator === 'missing') {
    if (value !== 'true' && value !== 'false') throw invalid('filter', `${text}: missing takes true or false`);
    return `${column.sql} IS ${value === 'true' ? '' : 'NOT '}NULL`;
  }
  if (operator === 'contains') return `contains(lower(${textOf(column)}), lower(${next(value)}::VARCHAR))`;
  if (operator === 'in')
    return `${column.sql} IN (${value
      .split(',')
      .map((one) => nextOfColumn(one))
      .join(', ')})`;
  const compared = `${column.sql} ${COMPARISONS[operator]} ${nextOfColumn(value)}`;
  return operator === 'ne' ? `(${compared} OR ${column.sql} IS NULL)` : compared;
}

/** A name can contain colons, so the operator is the first word between colons after the name of a column. */
function parseFilter(text: string, table: CatalogTable): { column: ResolvedColumn; operator: Operator; value: string } {
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    const end = text.indexOf(':', at + 1);
    const operator = text.slice(at + 1, end < 0 ? undefined : end) as Operator;
    if (!FILTER_OPERATORS.includes(operator)) continue;
    const value = end < 0 ? '' : text.slice(end + 1);
    return { column: columnNamed(text.slice(0, at), table, 'filter'), operator, value };
  }
  throw invalid(
    'filter',
    `${text.slice(0, 100)}: a filter is column:operator:value with one of ${FILTER_OPERATORS.join(', ')}`,
  );
}

function numberOf(value: string, filter: string): number {
  const number = value.trim() === '' ? NaN : Number(value);
  if (!Number.isFinite(number)) throw invalid('filter', `${filter.slice(0, 100)}: the column holds numbers`);
  return number;
}

/** The uploaded text also of a column of numbers. */
const textOf = ({ sql, index }: ResolvedColumn): string =>
  index === undefined ? `${sql}::VARCHAR` : `r.${textColumn(index)}`;

function invalid(field: string, message: string): AppError {
  const error: FieldError = { field, message };
  return new AppError('VALIDATION_FAILED', message, [error]);
}
