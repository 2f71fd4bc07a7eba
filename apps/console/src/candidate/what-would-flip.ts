import { type BatchResult, type Candidate, isRowError } from '@exoplanet/client';
import { type CandidateForm, requestOf, withValue } from './candidate-url';
import { positionOf, SLIDER_FIELDS, type SliderField, valueAt } from './field-ranges';

/** Values of one field at which the probability is asked. */
const STEPS = 33;

/** The probability along the range of one field, the others unchanged; null where a value is not valid. */
export interface FieldCurve {
  field: SliderField;
  values: number[];
  probabilities: (number | null)[];
}

/** The nearest change of one field that changes the verdict, the others unchanged. */
export interface Flip {
  field: SliderField;
  /** The value lies between the last one with the present verdict and the first one with the other. */
  from: number;
  to: number;
  verdict: 'likely_planet' | 'likely_false_positive' | 'undecided';
}

const suppliedFields = (form: CandidateForm): SliderField[] =>
  SLIDER_FIELDS.filter(({ name }) => form.values[name] !== undefined);

/** The rows that the curves need, field by field. */
export function rowsAround(form: CandidateForm): Candidate[] {
  return suppliedFields(form).flatMap((field) =>
    gridOf(field).map((value) => requestOf({ ...withValue(form, field.name, value), id: undefined })),
  );
}

const gridOf = ({ range }: SliderField): number[] =>
  Array.from({ length: STEPS }, (_, step) => valueAt(range, step / (STEPS - 1)));

/** Curves and flips from the answers for `rowsAround`. @param verdict the verdict of the candidate itself */
export function curvesAndFlips(
  form: CandidateForm,
  answers: BatchResult['predictions'],
  verdict: Flip['verdict'],
): { curves: FieldCurve[]; flips: Flip[] } {
  const curves: FieldCurve[] = [];
  const flips: Flip[] = [];
  suppliedFields(form).forEach((field, index) => {
    const own = answers.slice(index * STEPS, (index + 1) * STEPS);
    const values = gridOf(field);
    const verdicts = own.map((answer) => (isRowError(answer) ? null : answer.prediction));
    curves.push({
      field,
      values,
      probabilities: own.map((answer) => (isRowError(answer) ? null : answer.probability)),
    });
    const flip = nearestFlip(field, values, verdicts, form.values[field.name], verdict);
    if (flip) flips.push(flip);
  });
  const distance = ({ field, to }: Flip) =>
    Math.abs(positionOf(field.range, to) - positionOf(field.range, form.values[field.name]));
  return { curves, flips: flips.sort((a, b) => distance(a) - distance(b)) };
}

/** Walks away from the present value in both directions until the verdict is another one. */
export function nearestFlip(
  field: SliderField,
  values: number[],
  verdicts: (Flip['verdict'] | null)[],
  present: number,
  verdict: Flip['verdict'],
): Flip | undefined {
  const walk = (indices: number[]): Flip | undefined => {
    let from = present;
    for (const index of indices) {
      const found = verdicts[index];
      if (found !== null && found !== verdict) return { field, from, to: values[index], verdict: found };
      if (found !== null) from = values[index];
    }
    return undefined;
  };
  const indices = values.map((_, index) => index);
  const up = walk(indices.filter((index) => values[index] > present));
  const down = walk(indices.filter((index) => values[index] < present).reverse());
  if (!up || !down) return up ?? down;
  const at = (value: number) => positionOf(field.range, value);
  return at(up.to) - at(present) <= at(present) - at(down.to) ? up : down;
}
