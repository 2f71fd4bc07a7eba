import { AppError, type CandidateRow, SOURCES } from '@exoplanet/contracts';
import { validationError } from '../platform/http/validation-error';
import { withoutNulls } from '../platform/http/without-nulls';
import { numbersOf } from './binary-tensors';

/** Name of the only input. */
export const INPUT = 'row';
const DATATYPES = ['FP32', 'FP64'] as const;

/** An inference request with its tensor converted to rows. The values are not validated yet. */
export interface InferRequest {
  id?: string;
  rows: CandidateRow[];
  /** Names of the requested outputs; all of them if undefined. */
  outputs?: string[];
  /** Whether the answer carries an output as bytes after the JSON. */
  isBinary: (output: string) => boolean;
}

/**
 * Reads an inference request of the Open Inference Protocol: one tensor `row` [rows × features], row-major, flat, nested or
 * binary, with the features in the order of the model's card. null stands for an unknown value.
 * @param model its name in the path @param maxRows maximum number of rows
 * @throws AppError VALIDATION_FAILED, BATCH_TOO_LARGE
 */
export function readInferRequest(
  body: unknown,
  model: string,
  features: readonly string[],
  maxRows: number,
): InferRequest {
  if (!isObject(body)) throw wrong('', 'the body must be an object with inputs');
  // KServe's client names the model of the path here once more.
  const { id, inputs, outputs, parameters, model_name = model, ...others } = withoutNulls(body);
  onlyKnown('', others);
  if (model_name !== model) throw wrong('model_name', `model_name must be "${model}", as in the path`);
  if (id !== undefined && typeof id !== 'string') throw wrong('id', 'id must be a string');
  if (!Array.isArray(inputs) || inputs.length !== 1 || !isObject(inputs[0]))
    throw wrong('inputs', `inputs must be a list with exactly one input, "${INPUT}"`);
  // `parameters` gives the length of binary data, which has been taken apart before.
  const { name, datatype, shape, data, parameters: _, ...otherMembers } = inputs[0];
  onlyKnown('inputs[0].', otherMembers);
  if (name !== INPUT) throw wrong('inputs[0].name', `the input must be named "${INPUT}"`);
  if (!isDatatype(datatype)) throw wrong('inputs[0].datatype', `datatype must be ${DATATYPES.join(' or ')}`);
  const width = features.length;
  if (
    !Array.isArray(shape) ||
    shape.length !== 2 ||
    shape[1] !== width ||
    !Number.isInteger(shape[0]) ||
    shape[0] < 1
  ) {
    throw wrong(
      'inputs[0].shape',
      `shape must be [rows, ${width}]: GET /v2/models/NAME lists the features in their order`,
    );
  }
  const count = shape[0] as number;
  if (count > maxRows) throw new AppError('BATCH_TOO_LARGE', `${count} rows were sent; the maximum is ${maxRows}`);
  if (!Array.isArray(data) && !Buffer.isBuffer(data) && !(data instanceof Float64Array))
    throw wrong('inputs[0].data', 'data must be a list, or bytes after the JSON');
  const values = valuesOf(data, datatype, count * width);
  const rows = Array.from({ length: count }, (_, row) =>
    rowOf(values.slice(row * width, (row + 1) * width), features, row),
  );
  return {
    ...(id === undefined ? {} : { id }),
    rows,
    ...namesOf(outputs),
    isBinary: binaryOutputs(outputs, parameters),
  };
}

/** The values of a tensor; those of a large body come as numbers with NaN for null. Millions are counted before they are converted. */
function valuesOf(
  data: unknown[] | Buffer | Float64Array,
  datatype: (typeof DATATYPES)[number],
  count: number,
): unknown[] {
  if (Buffer.isBuffer(data)) return numbersOf(data, datatype, count);
  const values = Array.isArray(data) ? data.flat(1) : data;
  if (values.length !== count)
    throw wrong('inputs[0].data', `data has ${values.length} values, but shape asks for ${count}`);
  return Array.isArray(values) ? values : Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}

function rowOf(values: readonly unknown[], features: readonly string[], row: number): CandidateRow {
  const candidate: Record<string, unknown> = {};
  const diagnostics: Record<string, unknown> = {};
  features.forEach((feature, column) => {
    const value = values[column];
    if (value === null) return;
    if (typeof value !== 'number')
      throw wrong('inputs[0].data', `row ${row}: ${feature} must be a number or null`, row);
    const [group, name] = feature.split('.');
    if (name !== undefined) diagnostics[name] = value;
    else candidate[group] = value;
  });
  const source = SOURCES[candidate.source as number];
  if (source === undefined)
    throw wrong(
      'inputs[0].data',
      `row ${row}: source must be ${SOURCES.map((mission, index) => `${index} for ${mission}`).join(', ')}`,
      row,
    );
  return { ...candidate, source, ...(Object.keys(diagnostics).length > 0 ? { diagnostics } : {}) };
}

function namesOf(outputs: unknown): { outputs?: string[] } {
  if (outputs === undefined) return {};
  if (!Array.isArray(outputs) || outputs.some((output) => !isObject(output) || typeof output.name !== 'string'))
    throw wrong('outputs', 'outputs must be a list of {"name"}');
  return outputs.length === 0 ? {} : { outputs: (outputs as { name: string }[]).map(({ name }) => name) };
}

/** The setting of each output, or the setting of the request for outputs without one. */
function binaryOutputs(outputs: unknown, parameters: unknown): (output: string) => boolean {
  const all = isObject(parameters) && parameters.binary_data_output === true;
  const own = new Map<string, boolean>();
  for (const { name, parameters: asked } of (outputs ?? []) as {
    name: string;
    parameters?: { binary_data?: unknown };
  }[]) {
    if (typeof asked?.binary_data === 'boolean') own.set(name, asked.binary_data);
  }
  return (output) => own.get(output) ?? all;
}

function onlyKnown(path: string, others: object): void {
  const [unknown] = Object.keys(others);
  if (unknown === undefined) return;
  const field = path + unknown.slice(0, 100);
  throw wrong(field, `${field} is not a field of this request`);
}

const isDatatype = (value: unknown): value is (typeof DATATYPES)[number] =>
  DATATYPES.includes(value as (typeof DATATYPES)[number]);
const wrong = (field: string, message: string, index?: number): AppError =>
  validationError([{ field, message, ...(index === undefined ? {} : { index }) }]);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
