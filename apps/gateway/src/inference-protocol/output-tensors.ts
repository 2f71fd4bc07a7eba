import { type PredictResult, SET_BITS, verdictOf } from '@exoplanet/contracts';
import { validationError } from '../platform/http/validation-error';

/** A tensor of the Open Inference Protocol, in JSON. */
export interface OutputTensor {
  name: string;
  datatype: 'FP64' | 'FP32' | 'BOOL' | 'BYTES';
  shape: number[];
  data: (number | boolean | string)[];
}

/** Consecutive rows of a command's result. */
interface Rows {
  result: PredictResult;
  first: number;
  count: number;
}

interface Output {
  name: string;
  datatype: OutputTensor['datatype'];
  description: string;
  value: (result: PredictResult, row: number) => number | boolean | string;
}

/** The outputs of a model for each row: fields of `POST /predict`, as columns. */
export const OUTPUTS: readonly Output[] = [
  {
    name: 'probability',
    datatype: 'FP64',
    description: 'Calibrated probability of a planet',
    value: ({ probability }, row) => probability[row],
  },
  {
    name: 'prediction',
    datatype: 'BYTES',
    description: 'likely_planet, likely_false_positive or undecided',
    value: ({ probability, sets }, row) => verdictOf(probability[row], sets[row]),
  },
  {
    name: 'planet_possible',
    datatype: 'BOOL',
    description:
      'Whether planet is in the 95 % prediction set, by thresholds fitted for the mission and the kind of input',
    value: ({ sets }, row) => Boolean(sets[row] & SET_BITS.planet),
  },
  {
    name: 'false_positive_possible',
    datatype: 'BOOL',
    description:
      'Whether false positive is in the 95 % prediction set, by thresholds fitted for the mission and the kind of input',
    value: ({ sets }, row) => Boolean(sets[row] & SET_BITS.false_positive),
  },
  {
    name: 'distance',
    datatype: 'FP32',
    description:
      'Distance from the training data of the same survey and kind of input, in units of the limit that nearly all of those rows stay below',
    value: ({ distance }, row) => distance[row],
  },
  {
    name: 'in_distribution',
    datatype: 'BOOL',
    description:
      'Whether the row has at least one field that the model uses for its mission, and a distance of at most 1',
    value: ({ inside }, row) => inside[row] === 1,
  },
];

/** The outputs of these names, or all. @throws AppError VALIDATION_FAILED for an unknown output */
export function selectedOutputs(names: readonly string[] | undefined): readonly Output[] {
  if (!names) return OUTPUTS;
  return names.map((name) => {
    const found = OUTPUTS.find((output) => output.name === name);
    if (!found)
      throw validationError([
        {
          field: 'outputs',
          message: `unknown output "${name}"; available: ${OUTPUTS.map((output) => output.name).join(', ')}`,
        },
      ]);
    return found;
  });
}

/** One tensor [rows] for each output. */
export function toTensors({ result, first, count }: Rows, outputs: readonly Output[]): OutputTensor[] {
  return outputs.map(({ name, datatype, value }) => ({
    name,
    datatype,
    shape: [count],
    data: Array.from({ length: count }, (_, row) => value(result, first + row)),
  }));
}
