import {
  type CandidateTable,
  type ContextChanges,
  type ContextColumns,
  type ContextUpdate,
  MATCH_RELATIONS,
  type ModelCard,
  SOURCES,
} from '@exoplanet/contracts';

/** What the context of rows changes their log-odds by, entry by entry. Nothing for a mission that the card has no update for. */
export function contextChanges(
  { context }: ModelCard,
  table: CandidateTable,
  columns: ContextColumns,
): Pick<ContextChanges, 'byMatch' | 'byMultiplicity'> {
  const source = table.columns.indexOf('source');
  const updates = Array.from(columns.row, (row) => {
    const mission = SOURCES[table.values[row * table.columns.length + source]];
    return context?.update[mission];
  });
  return {
    byMatch: Float64Array.from(updates, (update, entry) => changeByMatch(update, columns, entry)),
    byMultiplicity: Float64Array.from(updates, (update, entry) => changeByObjects(update, columns.objects[entry])),
  };
}

function changeByMatch(update: ContextUpdate | undefined, { parent, relation }: ContextColumns, entry: number): number {
  const kind = MATCH_RELATIONS[relation[entry]];
  if (!update || parent[entry] < 0 || kind === 'same_star') return 0;
  return kind === 'weaker' ? update.match.weaker : update.match.other;
}

function changeByObjects(update: ContextUpdate | undefined, objects: number): number {
  if (!update || objects < 2) return 0;
  return objects === 2 ? update.multiplicity.two : update.multiplicity.more;
}
