import { describe, expect, it } from 'vitest';
import { reasonAgainst } from './rejection';

type Fitted = Parameters<typeof reasonAgainst>[0];

/** A fitted signal of one day with ten dips. @param part that the dip fills of the period [%]; @param depth [ppm] */
function signal(part: number, mes: number, depth = 1000): Fitted {
  const events = Array.from({ length: 10 }, (_, number) => ({
    number,
    predicted: 130 + number,
    depth: 1000,
    depthErr: 100,
    significance: 10,
  }));
  const period = { value: 1, error: 1e-4 };
  const duration = { value: 0.24 * part, error: 0.1 };
  return {
    period,
    duration,
    depth: { value: depth, error: 100 },
    mes: { value: mes, error: 1 },
    consistentMes: mes,
    events,
  } as unknown as Fitted;
}

describe('a signal that is not reported', () => {
  it('is weak and fills over a fifth of its period', () => {
    expect(reasonAgainst(signal(25, 30), {})).toBe('the dip fills 25 % of the period, as the variation of a star does');
  });

  it('is not a contact binary, which is far stronger or deeper, nor a dip that is short enough', () => {
    expect(reasonAgainst(signal(25, 30, 20_000), {})).toBeUndefined();
    expect(reasonAgainst(signal(25, 80), {})).toBeUndefined();
    expect(reasonAgainst(signal(15, 30), {})).toBeUndefined();
  });

  it('has too few dips, or too weak ones', () => {
    expect(reasonAgainst({ ...signal(5, 30), events: signal(5, 30).events.slice(0, 2) }, {})).toContain(
      '2 of the 2 windows observed at that period show a dip, where 3 are required',
    );
    expect(reasonAgainst(signal(5, 6), {})).toContain('at least 7.1 is required');
    expect(reasonAgainst(signal(5, 6), { minMes: 5.5 })).toBeUndefined();
  });
});
