import { unitText } from '../design/format';
import { apiName, type Catalog, columnOf, type Detection } from './catalog-types';

export interface GridColumn {
  /** As the API takes it. */
  name: string;
  title: string;
  type: 'number' | 'text';
  /** What the head explains on hover. */
  hint?: string;
  /** Minimum width [px]; the remaining width is shared in proportion. */
  width: number;
  /** Its numbers are names, whose every digit counts. */
  isIdentifier?: boolean;
}

const INTERVAL = 'of the probability within the errors of the inputs; computed with the explanation of a row';

const RESULTS: readonly GridColumn[] = [
  { name: 'rank', title: 'Rank', type: 'number', width: 64 },
  { name: 'probability', title: 'Probability', type: 'number', width: 90 },
  { name: 'p16', title: '16 %', hint: `16 % ${INTERVAL}`, type: 'number', width: 64 },
  { name: 'p84', title: '84 %', hint: `84 % ${INTERVAL}`, type: 'number', width: 64 },
  { name: 'prediction', title: 'Prediction', type: 'text', width: 160 },
];
/** Results change while the catalogue is at work; uploaded columns do not. */
export const RESULT_NAMES: ReadonlySet<string> = new Set(RESULTS.map(({ name }) => name));

/** Uploaded fields that the grid shows unless the address names others. */
const USUAL = ['id', 'period', 'radius', 'depth', 'duration', 'snr'];
/** Fields that name an object or its star. */
const IDENTIFIERS = ['id', 'star_id'];

/** The columns of the grid: the names of a row first, then its results, then its numbers. A blind review has no results. */
export function gridColumns(catalog: Catalog, detection: Detection | null, named: readonly string[]): GridColumn[] {
  const wanted =
    named.length > 0
      ? named
      : USUAL.map((field) => columnOf(detection, field)).filter((name): name is string => !!name);
  const uploaded = wanted
    .map((name) => catalog.columns.find((column) => column.name === name && column.role !== 'result'))
    .filter((column) => column !== undefined)
    .filter(({ role }) => !catalog.blind || role !== 'not_used')
    .map(({ name, type, unit }): GridColumn => ({
      name: apiName(catalog, name),
      title: unit ? `${name} [${unitText(unit)}]` : name,
      type,
      width: 120,
      isIdentifier: isIdentifier(detection, name),
    }));
  const texts = uploaded.filter(({ type }) => type === 'text');
  const numbers = uploaded.filter(({ type }) => type === 'number');
  if (catalog.blind) return [...texts, ...numbers];
  return [RESULTS[0], ...texts, ...RESULTS.slice(1), ...numbers];
}

const isIdentifier = (detection: Detection | null, column: string): boolean =>
  detection?.columns.some(({ name, field }) => name === column && IDENTIFIERS.includes(field ?? '')) ?? false;
