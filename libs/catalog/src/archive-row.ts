import { LRUCache } from 'lru-cache';
import type { CandidateRow } from '@exoplanet/contracts';
import { converter } from './candidate/convert';
import { type Plan, planFor } from './candidate/plan';
import type { TableRowError } from './detect/detection';
import { canonicalIn, recognise } from './dialects/recognise';
import { RowBuilder } from './table-row';
import { unitInName } from './unit-in-name';

/** No table of an archive has a row with more columns. */
const MAX_COLUMNS = 500;
/** Sets of columns whose meaning is remembered. */
const MAX_REMEMBERED = 64;

const remembered = new LRUCache<string, RowBuilder>({ max: MAX_REMEMBERED });

/**
 * One row in the column names of a table that archives publish, `{ "kepid": …, "koi_period": … }`, read as a row of such a table.
 * The row is read whether or not it is the default row of its object.
 * @returns undefined for a row in other names
 */
export function readArchiveRow(row: object): { candidate: CandidateRow } | { error: TableRowError } | undefined {
  const entries = Object.entries(row) as [string, unknown][];
  if (entries.length > MAX_COLUMNS) return undefined;
  const names = entries.map(([name]) => name);
  const signature = JSON.stringify(names);
  const builder = remembered.get(signature) ?? builderFor(names);
  if (!builder) return undefined;
  remembered.set(signature, builder);
  const built = builder.build({ line: 1, cells: entries.map(([, value]) => cellOf(value)) });
  return 'candidate' in built ? { candidate: built.candidate } : { error: built.error };
}

function builderFor(names: readonly string[]): RowBuilder | undefined {
  const form = recognise(names);
  if (!form || form.kind === 'plain') return undefined;
  const plan: Plan = planFor(form, {
    names: names.map((name) => canonicalIn(form, name)),
    units: names.map(unitInName),
    indexOf: () => undefined,
  });
  return new RowBuilder(names, converter(plan, { decimalComma: false, allSolutions: true }));
}

/** A value as the text of a cell. An object is no value; as JSON it is refused where a number is expected. */
function cellOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
