import type { MatchDto, MultiplicityDto } from './context.dto';
import { type ContextChanges, type ContextColumns, MATCH_RELATIONS, type MatchRelation } from './context-columns';

/** The parts of an answer that are derived from other rows. */
export interface RenderedContext {
  match?: MatchDto;
  multiplicity?: MultiplicityDto;
  probability_alone?: number;
}

/** How an answer names the rows that it mentions. */
export interface RowNames {
  /** The word for what holds the rows: request or catalogue. */
  whole: 'request' | 'catalogue';
  of: (row: number) => { index: number; id?: string };
}

/** One entry as answers carry it. */
export function renderContext(
  columns: ContextColumns & ContextChanges,
  entry: number,
  names: RowNames,
): RenderedContext {
  const byMatch = columns.byMatch[entry];
  const byMultiplicity = columns.byMultiplicity[entry];
  const objects = columns.objects[entry];
  return {
    ...(columns.parent[entry] < 0 ? {} : { match: matchOf(columns, entry, names) }),
    ...(objects < 2
      ? {}
      : {
          multiplicity: {
            objects,
            log_odds: rounded(byMultiplicity, 6),
            sentence: `The ${names.whole} has ${objects} objects on this star; ${byMultiplicity === 0 ? 'the probability does not use this' : 'signals of such stars are more often planets'}.`,
          },
        }),
    ...(byMatch === 0 && byMultiplicity === 0 ? {} : { probability_alone: columns.alone[entry] }),
  };
}

const PERIODS: Record<string, string> = {
  1: 'the same period and phase',
  2: 'half the period and a matching phase',
  0.5: 'twice the period and a matching phase',
};

const CONCLUSIONS: Record<MatchRelation, string> = {
  weaker: ' and takes more light away: this signal is probably contamination by it',
  stronger: ' and takes less light away: it is probably contaminated by this signal, or both are by a third star',
  unknown: ': one probably contaminates the other, or a third star both',
  same_star: ' on the same star: they are probably one object',
};

function matchOf(columns: ContextColumns & ContextChanges, entry: number, names: RowNames): MatchDto {
  const parent = names.of(columns.parent[entry]);
  const separation = columns.separation[entry];
  const ratio = columns.ratio[entry];
  const relation = MATCH_RELATIONS[columns.relation[entry]];
  const name = `Row ${parent.index}${parent.id === undefined ? '' : ` (${parent.id})`}`;
  const away = relation === 'same_star' || Number.isNaN(separation) ? '' : `, ${rounded(separation, 3)}″ away,`;
  const unused = columns.byMatch[entry] === 0 ? ' The probability does not use this.' : '';
  return {
    parent,
    ...(Number.isNaN(separation) ? {} : { separation_arcsec: rounded(separation, 6) }),
    strength: rounded(columns.match[entry], 4),
    period_ratio: ratio,
    relation,
    log_odds: rounded(columns.byMatch[entry], 6),
    sentence: `${name}${away} has ${PERIODS[ratio]}${CONCLUSIONS[relation]}.${unused}`,
  };
}

const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));
