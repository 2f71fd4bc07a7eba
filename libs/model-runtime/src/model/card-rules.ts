import { COLUMN_INDEX, type ModelCard } from '@exoplanet/contracts';
import { MASK, ROW } from '../session/row-session';

/** The first contradiction between entries of a card that fits its schema, undefined when there is none. */
export function contradictionOf(card: ModelCard, folder: { name: string; version: string }): string | undefined {
  if (card.name !== folder.name || card.version !== folder.version) {
    return `expected name "${folder.name}" and version "${folder.version}" as the folder has them, found "${card.name}" and "${card.version}"`;
  }
  return (
    problemOfFeatures(card) ??
    problemOfGroups(card) ??
    problemOfStates(card) ??
    problemOfMissions(card) ??
    problemOfCurveRows(card) ??
    problemOfInputs(card)
  );
}

function problemOfFeatures({ features }: ModelCard): string | undefined {
  const seen = new Set<string>();
  for (const { name } of features) {
    if (!COLUMN_INDEX.has(name)) return `the feature "${name}" is not a column of a candidate`;
    if (seen.has(name)) return `the feature "${name}" appears twice`;
    seen.add(name);
  }
  return undefined;
}

function problemOfGroups({ features, groups }: ModelCard): string | undefined {
  const ungrouped = new Set(features.map(({ name }) => name));
  for (const group of groups) {
    const wrong = group.features.find((name) => !ungrouped.delete(name));
    if (wrong !== undefined)
      return `the group "${group.name}" has "${wrong}", which is not a feature or belongs to another group`;
  }
  return undefined;
}

function problemOfStates({ conformal, states }: ModelCard): string | undefined {
  for (const [mission, thresholds] of Object.entries(conformal.thresholds)) {
    const unknown = Object.keys(thresholds).find((state) => !states.includes(state));
    if (unknown !== undefined)
      return `there is no state "${unknown}" in \`states\`, found at \`conformal.thresholds.${mission}.${unknown}\``;
  }
  return undefined;
}

function problemOfMissions({ features, fields_by_source: bySource = {} }: ModelCard): string | undefined {
  const names = new Set(features.map(({ name }) => name));
  const wrong = Object.entries(bySource).find(([, fields]) => !fields.every((field) => names.has(field)));
  return wrong && `expected a list of features at \`fields_by_source.${wrong[0]}\``;
}

function problemOfCurveRows({ features, curve_rows: byMission = {} }: ModelCard): string | undefined {
  const names = new Set(features.map(({ name }) => name));
  for (const [mission, { rules }] of Object.entries(byMission)) {
    for (const { name, needs, reads, terms } of rules) {
      const read = [...needs, ...terms.map(({ column }) => column)];
      const wrong = reads.find((column) => !names.has(column)) ?? read.find((column) => !reads.includes(column));
      if (wrong !== undefined)
        return `the rule "${name}" at \`curve_rows.${mission}\` has "${wrong}", which is not a feature that it reads`;
    }
  }
  return undefined;
}

/** A model with one input reads rows alone; with several, each head has an input and `mask` says which of them have data. */
function problemOfInputs({ features, inputs, heads }: ModelCard): string | undefined {
  const lengths = new Map((inputs ?? []).map(({ name, shape }) => [name, shape.slice(1).join(' × ')]));
  const found = (name: string) => lengths.get(name) ?? 'none';
  if (inputs && lengths.get(ROW) !== String(features.length))
    return `expected an input "${ROW}" of ${features.length} features at \`inputs\`, found ${found(ROW)}`;
  const several = lengths.size > 1;
  if (heads === undefined) return several ? 'expected `heads`, because there are several inputs' : undefined;
  const expected = several ? [...lengths.keys()].filter((name) => name !== MASK) : [ROW];
  if (heads.map(({ input }) => input).join() !== expected.join())
    return `expected a head for each input except "${MASK}" at \`heads\`, in the order of \`inputs\``;
  if (several && lengths.get(MASK) !== String(heads.length))
    return `expected an input "${MASK}" of ${heads.length} heads at \`inputs\`, found ${found(MASK)}`;
  return undefined;
}
