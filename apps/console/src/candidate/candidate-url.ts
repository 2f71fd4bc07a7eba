import type { Candidate } from '@exoplanet/client';
import { DIAGNOSTICS, MEASUREMENTS, type Source, SOURCES } from '@exoplanet/contracts/browser';

/** A candidate as the page holds it: names as in the API, diagnostics as `diagnostics.NAME`. */
export interface CandidateForm {
  id?: string;
  source: Source;
  values: Readonly<Record<string, number>>;
}

/** Every name of a number that a candidate may have. */
const NUMBER_NAMES: ReadonlySet<string> = new Set([
  ...MEASUREMENTS.flatMap(({ name, errors }) => (errors ? [name, `${name}_err_low`, `${name}_err_high`] : [name])),
  ...DIAGNOSTICS.map(({ name }) => `diagnostics.${name}`),
]);

/** Reads the page's address. Anything that is not a number or not a field is left out. */
export function candidateOf(search: string): CandidateForm {
  const query = new URLSearchParams(search);
  const source = SOURCES.find((name) => name === query.get('source')) ?? 'KEPLER';
  const values: Record<string, number> = {};
  for (const [name, text] of query) {
    const value = Number(text);
    if (text === '' || !Number.isFinite(value)) continue;
    if (NUMBER_NAMES.has(name)) values[name] = value;
    const errors = /^(\w+)_err$/.exec(name)?.[1];
    if (errors && NUMBER_NAMES.has(`${errors}_err_low`))
      Object.assign(values, { [`${errors}_err_low`]: value, [`${errors}_err_high`]: value });
  }
  return { id: query.get('id') ?? undefined, source, values };
}

/** The address of a candidate, without the `?`. */
export function searchOf({ id, source, values }: CandidateForm): string {
  const query = new URLSearchParams();
  if (id) query.set('id', id);
  query.set('source', source);
  for (const name of NUMBER_NAMES) if (values[name] !== undefined) query.set(name, String(values[name]));
  return query.toString();
}

/** The same candidate with one number changed, or removed. */
export function withValue(form: CandidateForm, name: string, value: number | undefined): CandidateForm {
  const values = { ...form.values };
  if (value === undefined) {
    for (const each of [name, `${name}_err_low`, `${name}_err_high`]) delete values[each];
  } else values[name] = value;
  return { ...form, values };
}

/** The body of `POST /predict`. */
export function requestOf({ id, source, values }: CandidateForm): Candidate {
  const body: Record<string, unknown> = { source, ...(id ? { id } : {}) };
  const diagnostics: Record<string, number> = {};
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith('diagnostics.')) diagnostics[name.slice('diagnostics.'.length)] = value;
    else body[name] = value;
  }
  if (Object.keys(diagnostics).length > 0) body.diagnostics = diagnostics;
  return body as unknown as Candidate;
}
