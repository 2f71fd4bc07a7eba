import { MEASUREMENTS } from '@exoplanet/contracts/browser';
import { fieldLabel } from '../candidate/field-ranges';
import { signed, significant, unitText } from '../design/format';

/** An input that differs between two catalogues, with the change of the log-odds when it alone changes. */
export interface MovedInput {
  field: string;
  before: unknown;
  after: unknown;
  errors?: { before?: (number | null)[]; after?: (number | null)[] };
  log_odds: number;
  gives_verdict: boolean;
}

const OTHERS: Record<string, string> = { other_rows: 'Other rows', model: 'Model', source: 'Mission' };

/** One input in words: what it was, what it is, by how much it moves the answer. */
export function movedText({ field, before, after, errors, log_odds: change }: MovedInput): string {
  const name = OTHERS[field] ?? fieldLabel(field);
  const by = `${signed(change)} in log-odds.`;
  if (field === 'other_rows') return `${name} of the star or with the same ephemeris changed: ${by}`;
  const unit = unitText(MEASUREMENTS.find((each) => each.name === field)?.unit ?? '');
  const [was, is] = [withErrors(before, errors?.before), withErrors(after, errors?.after)];
  if (was === is) return `${name}: ${by}`;
  return `${name} ${was} → ${is}${unit ? ` ${unit}` : ''}: ${by}`;
}

function withErrors(value: unknown, errors: (number | null)[] | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return 'missing';
  const text = significant(value, 5);
  const [low, high] = (errors ?? []).map((error) => (error === null ? undefined : Math.abs(error)));
  if (low === undefined || high === undefined) return errors ? `${text} (no errors)` : text;
  return low === high
    ? `${text} ± ${significant(low, 2)}`
    : `${text} (−${significant(low, 2)}, +${significant(high, 2)})`;
}
