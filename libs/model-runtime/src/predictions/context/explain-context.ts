import { type ContextChanges, type ExplanationDto, round6 } from '@exoplanet/contracts';

/** An explanation of a row with what the other rows add: they are contributions beside those of its fields. */
export function explainContext(
  explanation: ExplanationDto,
  { byMatch, byMultiplicity }: ContextChanges,
  entry: number,
): ExplanationDto {
  const added = [
    { group: 'match', title: 'Same ephemeris as another star', change: byMatch[entry] },
    { group: 'multiplicity', title: 'Number of objects on the star', change: byMultiplicity[entry] },
  ].filter(({ change }) => change !== 0);
  if (added.length === 0) return explanation;
  const contributions = [
    ...explanation.contributions,
    ...added.map(({ change, ...group }) => ({ ...group, log_odds: round6(change), fields: [] })),
  ];
  return {
    ...explanation,
    log_odds: round6(added.reduce((sum, { change }) => sum + change, explanation.log_odds)),
    contributions: contributions.sort((a, b) => Math.abs(b.log_odds) - Math.abs(a.log_odds)),
  };
}
