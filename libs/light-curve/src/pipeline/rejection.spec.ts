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
    fit: { period, epoch: { value: 130, error: 1e-3 }, duration },
  } as unknown as Fitted;
}

/** @param from [BKJD] */
const curveFrom = (from: number) => ({ time: Float64Array.of(from, from + 30), timeSystem: 'BKJD' as const });
const CURVE = curveFrom(350);

describe('a signal that is not reported', () => {
  it('is weak and fills over a fifth of its period', () => {
    expect(reasonAgainst(signal(25, 30), CURVE, {})).toBe(
      'the dip fills 25 % of the period, as the variation of a star does',
    );
  });

  it('is not a contact binary, which is far stronger or deeper, nor a dip that is short enough', () => {
    expect(reasonAgainst(signal(25, 30, 20_000), CURVE, {})).toBeUndefined();
    expect(reasonAgainst(signal(25, 80), CURVE, {})).toBeUndefined();
    expect(reasonAgainst(signal(15, 30), CURVE, {})).toBeUndefined();
  });

  it('has too few dips, or too weak ones', () => {
    expect(reasonAgainst({ ...signal(5, 30), events: signal(5, 30).events.slice(0, 2) }, CURVE, {})).toContain(
      '2 of the 2 windows observed at that period show a dip, where 3 are required',
    );
    expect(reasonAgainst(signal(5, 6), CURVE, {})).toContain('at least 7.1 is required');
    expect(reasonAgainst(signal(5, 6), CURVE, { minMes: 5.5 })).toBeUndefined();
  });

  it('comes with the eclipses of the binary that Kepler was guided by in its first quarters', () => {
    const at = (epoch: number, days = 1.6935, hours = 4.1) => {
      const [period, duration] = [
        { value: days, error: 1e-3 },
        { value: hours, error: 0.2 },
      ];
      const fit = { period, epoch: { value: epoch, error: 1e-2 }, duration };
      return { ...signal(10, 20), period, duration, fit } as Fitted;
    };
    const quarter1 = curveFrom(131.5);
    const inBjd = { time: Float64Array.of(2454964.5, 2454997.9), timeSystem: 'BJD' as const };
    expect(reasonAgainst(at(132.9), quarter1, {})).toContain('guided by');
    expect(reasonAgainst(at(132.9 + 2454833), inBjd, {})).toContain('guided by');
    expect(reasonAgainst(at(132.9, 2 * 1.6935), quarter1, {})).toContain('guided by');
    const others: [Fitted, typeof quarter1][] = [
      [at(133.5), quarter1],
      [at(132.9, 1.708), quarter1],
      [at(132.9, 4 * 1.692, 12), quarter1],
      [at(132.9), curveFrom(350)],
      [at(32.9 - 1.692), curveFrom(0)],
      [at(132.9), { ...quarter1, time: Float64Array.of(131.5, 250) }],
      [{ ...at(132.9), depth: { value: 12_000, error: 50 } }, quarter1],
    ];
    for (const [fitted, curve] of others) expect(reasonAgainst(fitted, curve, {})).toBeUndefined();
    expect(reasonAgainst(at(132.9), quarter1, { target: { mission: 'TESS' } })).toBeUndefined();
  });
});
