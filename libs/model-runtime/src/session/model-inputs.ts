import type { ModelCard } from '@exoplanet/contracts';

/** One input of a model: its name, and the shape of one row of it. */
export interface ModelInput {
  name: string;
  shape: readonly number[];
  /** Numbers of one row. */
  size: number;
}

/**
 * The inputs of a model in the order of its card; a card without `inputs` has one, the row. In the queue each row is one array
 * that holds all inputs one after another.
 */
export function inputsOf({ inputs, features }: ModelCard): ModelInput[] {
  const declared = inputs ?? [{ name: 'row', shape: ['rows', features.length] }];
  return declared.map(({ name, shape }) => {
    const own = shape.slice(1).map(Number);
    return { name, shape: own, size: own.reduce((product, length) => product * length, 1) };
  });
}

/** Numbers of one row over all inputs. */
export const widthOf = (inputs: readonly ModelInput[]): number => inputs.reduce((sum, { size }) => sum + size, 0);

/** Separates rows into their inputs: one array [rows × size] for each input. A model with one input gets the same array back. */
export function splitInputs(values: Float32Array, inputs: readonly ModelInput[]): Float32Array[] {
  if (inputs.length === 1) return [values];
  const width = widthOf(inputs);
  const rows = values.length / width;
  let offset = 0;
  return inputs.map(({ size }) => {
    const own = new Float32Array(rows * size);
    for (let row = 0; row < rows; row++) {
      const from = row * width + offset;
      own.set(values.subarray(from, from + size), row * size);
    }
    offset += size;
    return own;
  });
}
