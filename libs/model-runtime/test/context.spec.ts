import { describe, expect, it } from 'vitest';
import {
  type CandidateRow,
  type ContextColumns,
  MATCH_RELATIONS,
  type MatchRelation,
  toTable,
} from '@exoplanet/contracts';
import { openRegistry, SHIPPED } from './model-folders';

/** A Kepler row that the model alone is unsure about. */
const UNSURE: CandidateRow = { source: 'KEPLER', period: 8, radius: 4, radius_err: 0.4, depth: 500, star_teff: 5600 };

/** The context of a row 0: a match, or a number of objects, or both. */
const contextOf = (relation: MatchRelation | undefined, objects = 0): ContextColumns => ({
  row: Uint32Array.of(0),
  parent: Int32Array.of(relation ? 1 : -1),
  separation: Float32Array.of(20),
  match: Float32Array.of(9),
  ratio: Float32Array.of(1),
  relation: Uint8Array.of(MATCH_RELATIONS.indexOf(relation ?? 'unknown')),
  objects: Uint16Array.of(objects),
});

const logit = (probability: number) => Math.log(probability / (1 - probability));

describe('what the other rows of a catalogue change', () => {
  it.each([
    ['the weaker of two signals', contextOf('weaker'), ({ match }: Update) => match.weaker],
    ['the stronger of two signals', contextOf('stronger'), ({ match }: Update) => match.other],
    ['one of two objects on a star', contextOf(undefined, 2), ({ multiplicity }: Update) => multiplicity.two],
    ['one of three objects on a star', contextOf(undefined, 3), ({ multiplicity }: Update) => multiplicity.more],
  ])('is the log-odds of %s, by the constant of the card', async (_name, context, constant) => {
    const registry = await openRegistry({ path: SHIPPED });
    const update = registry.card('tabular').context!.update.KEPLER;
    const table = toTable([UNSURE, UNSURE]);
    const alone = await registry.predict({ options: {}, table });
    const answer = await registry.predict({ options: {}, table, context });
    expect(answer.context!.alone[0]).toBe(alone.probability[0]);
    expect(logit(answer.probability[0]) - logit(alone.probability[0])).toBeCloseTo(constant(update), 2);
    expect(answer.probability[1]).toBe(alone.probability[1]);
    expect(answer.sets[1]).toBe(alone.sets[1]);
  });

  it('is nothing for an object that is listed twice, and for a mission without an update', async () => {
    const registry = await openRegistry({ path: SHIPPED });
    for (const [row, context] of [
      [UNSURE, contextOf('same_star')],
      [{ ...UNSURE, source: 'K2' }, contextOf('weaker', 3)],
    ] as const) {
      const table = toTable([row]);
      const alone = await registry.predict({ options: {}, table });
      const answer = await registry.predict({ options: {}, table, context });
      expect(answer.probability).toEqual(alone.probability);
      expect(answer.sets).toEqual(alone.sets);
      expect([...answer.context!.byMatch, ...answer.context!.byMultiplicity]).toEqual([0, 0]);
    }
  });

  it('never excludes "planet" from the stronger of two signals that alone could be a planet', async () => {
    const registry = await openRegistry({ path: SHIPPED });
    const table = toTable([UNSURE]);
    const alone = await registry.predict({ options: {}, table });
    expect(alone.sets[0] & 1).toBe(1);
    expect((await registry.predict({ options: {}, table, context: contextOf('stronger') })).sets[0] & 1).toBe(1);
    expect((await registry.predict({ options: {}, table, context: contextOf('weaker') })).sets[0]).toBe(2);
  });

  it('stands in the explanation, whose contributions add up, and moves the quantiles', async () => {
    const registry = await openRegistry({ path: SHIPPED });
    const table = toTable([UNSURE]);
    const options = { explain: true, uncertainty: true };
    const alone = await registry.predict({ options, table });
    const answer = await registry.predict({ options, table, context: contextOf('weaker', 3) });
    const [explanation] = answer.explanations!;
    expect(explanation.contributions.map(({ group }) => group)).toEqual(
      expect.arrayContaining(['match', 'multiplicity']),
    );
    const sum = explanation.contributions.reduce(
      (total, { log_odds: part }) => total + part,
      explanation.base_log_odds,
    );
    expect(sum).toBeCloseTo(explanation.log_odds, 4);
    expect(logit(answer.probability[0])).toBeCloseTo(explanation.log_odds, 2);
    expect([...answer.quantiles!].every((value, index) => value < alone.quantiles![index])).toBe(true);
  });
});

interface Update {
  match: { weaker: number; other: number };
  multiplicity: { two: number; more: number };
}
