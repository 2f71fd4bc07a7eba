import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { COLUMN_INDEX, type ModelCard } from '@exoplanet/contracts';
import { problemOfInputs } from './card-inputs';
import { ModelError } from './model-error';

/** The explanation sums over every coalition of groups, 2 to the power of their number. */
const LARGEST_GROUP_COUNT = 10;

/**
 * Reads and checks `card.json` of a folder `<name>/<version>`.
 * @throws ModelError `FILE_MISSING` or `CARD_INVALID`, naming the card and the entry at fault.
 */
export async function readCard(folder: string): Promise<ModelCard> {
  const file = join(folder, 'card.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ModelError('FILE_MISSING', file, 'the card cannot be read', { cause });
  });
  let card: unknown;
  try {
    card = JSON.parse(text);
  } catch (cause) {
    throw new ModelError('CARD_INVALID', file, `the card is not JSON: ${(cause as Error).message}`, { cause });
  }
  const problem = problemOf(card, basename(dirname(folder)), basename(folder));
  if (problem) throw new ModelError('CARD_INVALID', file, problem);
  return card as ModelCard;
}

/** The first thing wrong with a card, or undefined. */
function problemOf(value: unknown, name: string, version: string): string | undefined {
  if (!isObject(value)) return 'expected an object';
  const card = value as Partial<ModelCard>;
  if (card.name !== name || card.version !== version) {
    return `expected name "${name}" and version "${version}" as the folder has them, found "${card.name}" and "${card.version}"`;
  }
  if (typeof card.file !== 'string' || basename(card.file) !== card.file)
    return 'expected `file` to name a file beside the card';
  if (!/^[0-9a-f]{64}$/.test(String(card.sha256))) return 'expected `sha256` as 64 hexadecimal digits';
  if (!isFiniteNumber(card.in_distribution?.limit)) return 'expected a number at `in_distribution.limit`';
  return (
    problemOfFeatures(card) ??
    problemOfGroups(card) ??
    problemOfThresholds(card) ??
    problemOfCurveThresholds(card) ??
    problemOfFieldsBySource(card) ??
    problemOfInputs(card as ModelCard)
  );
}

function problemOfFeatures({ features }: Partial<ModelCard>): string | undefined {
  if (!Array.isArray(features) || features.length === 0) return 'expected a list at `features`';
  const seen = new Set<string>();
  for (const feature of features as unknown[]) {
    if (!isObject(feature)) return 'expected an object for each of `features`';
    const name = String(feature.name);
    if (!COLUMN_INDEX.has(name)) return `the feature "${name}" is no column of a candidate`;
    if (seen.has(name)) return `the feature "${name}" appears twice`;
    seen.add(name);
  }
  const unmeasured = features.find(({ unit }) => typeof unit !== 'string');
  return unmeasured && `expected a text as the \`unit\` of the feature "${unmeasured.name}"`;
}

function problemOfGroups({ features = [], groups }: Partial<ModelCard>): string | undefined {
  if (!Array.isArray(groups) || groups.length > LARGEST_GROUP_COUNT)
    return `expected at most ${LARGEST_GROUP_COUNT} groups at \`groups\``;
  const free = new Set(features.map(({ name }) => name));
  for (const group of groups) {
    if (
      !isObject(group) ||
      typeof group.name !== 'string' ||
      typeof group.title !== 'string' ||
      !Array.isArray(group.features)
    ) {
      return 'expected `name`, `title` and `features` in each group';
    }
    const stray = group.features.find((name) => !free.delete(name));
    if (stray !== undefined)
      return `the group "${group.name}" has "${stray}", which is no feature or belongs to another group`;
  }
  return undefined;
}

function problemOfThresholds({ conformal, states }: Partial<ModelCard>): string | undefined {
  if (!Array.isArray(states) || states.length === 0) return 'expected the kinds of input at `states`';
  if (!isObject(conformal?.thresholds)) return 'expected thresholds by mission and state at `conformal.thresholds`';
  for (const [mission, ofStates] of Object.entries(conformal.thresholds)) {
    for (const [state, pair] of Object.entries(ofStates ?? {})) {
      const place = `conformal.thresholds.${mission}.${state}`;
      if (!states.includes(state)) return `there is no state "${state}" in \`states\`, found at \`${place}\``;
      if (!isFiniteNumber(pair?.planet) || !isFiniteNumber(pair?.false_positive)) {
        return `expected the numbers \`planet\` and \`false_positive\` at \`${place}\``;
      }
    }
  }
  return undefined;
}

function problemOfCurveThresholds({ curve_thresholds: thresholds }: Partial<ModelCard>): string | undefined {
  if (thresholds === undefined) return undefined;
  if (!isObject(thresholds)) return 'expected thresholds by mission at `curve_thresholds`';
  const wrong = Object.entries(thresholds).find(
    ([, pair]) => !isFiniteNumber(pair?.planet) || !isFiniteNumber(pair?.false_positive),
  );
  return wrong && `expected the numbers \`planet\` and \`false_positive\` at \`curve_thresholds.${wrong[0]}\``;
}

function problemOfFieldsBySource({
  features = [],
  fields_by_source: bySource,
}: Partial<ModelCard>): string | undefined {
  if (bySource === undefined) return undefined;
  if (!isObject(bySource)) return 'expected lists of features by mission at `fields_by_source`';
  const names = new Set<unknown>(features.map(({ name }) => name));
  const wrong = Object.entries(bySource).find(
    ([, fields]) => !Array.isArray(fields) || !fields.every((field) => names.has(field)),
  );
  return wrong && `expected a list of features at \`fields_by_source.${wrong[0]}\``;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
