import type { ModelCard } from '@exoplanet/contracts';
import { MASK, ROW } from '../sessions/row-session';

/** The first thing wrong with what a card says of the model's inputs and heads, or undefined. */
export function problemOfInputs({
  features,
  inputs,
  heads,
}: Pick<ModelCard, 'features' | 'inputs' | 'heads'>): string | undefined {
  if (inputs !== undefined && !(isList(inputs) && inputs.every(isInput))) {
    return 'expected `name` and `shape` in each of `inputs`, a shape as "rows" and then whole numbers';
  }
  const lengths = new Map((inputs ?? []).map(({ name, shape }) => [name, shape.slice(1).join(' × ')]));
  if (inputs && lengths.get(ROW) !== String(features.length)) {
    return `expected an input "${ROW}" of ${features.length} features at \`inputs\`, found ${lengths.get(ROW) ?? 'none'}`;
  }
  if (heads === undefined) return lengths.size > 1 ? 'expected `heads`, for there are several inputs' : undefined;
  if (!isList(heads) || !heads.every(isHead)) return 'expected `name`, `input` and `ships` in each of `heads`';
  const masked = [...lengths.keys()].filter((name) => name !== MASK);
  if (heads.map(({ input }) => input).join() !== masked.join())
    return `expected a head for each input but "${MASK}" at \`heads\`, in the order of \`inputs\``;
  if (lengths.get(MASK) !== String(heads.length))
    return `expected an input "${MASK}" of ${heads.length} heads at \`inputs\`, found ${lengths.get(MASK) ?? 'none'}`;
  return undefined;
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > 0;

function isInput(value: unknown): boolean {
  const { name, shape } = (value ?? {}) as { name?: unknown; shape?: unknown };
  if (typeof name !== 'string' || !isList(shape) || shape.length < 2) return false;
  return shape.slice(1).every((length) => Number.isInteger(length) && Number(length) > 0);
}

function isHead(value: unknown): boolean {
  const { name, input, ships } = (value ?? {}) as { name?: unknown; input?: unknown; ships?: unknown };
  return typeof name === 'string' && typeof input === 'string' && typeof ships === 'boolean';
}
