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
    const weak = signal(10, 20);
    const period = { value: 1.6935, error: 1e-3 };
    const duration = { value: 4.1, error: 0.2 };
    const at = (epoch: number) =>
      ({ ...weak, period, duration, fit: { period, epoch: { value: epoch, error: 1e-2 }, duration } }) as Fitted;
    expect(reasonAgainst(at(132.9), curveFrom(131.5), {})).toContain('guided by');
    const inBjd = { time: Float64Array.of(2454964.5, 2454997.9), timeSystem: 'BJD' as const };
    expect(reasonAgainst(at(132.9 + 2454833), inBjd, {})).toContain('guided by');
    expect(reasonAgainst(at(133.5), curveFrom(131.5), {})).toBeUndefined();
    expect(reasonAgainst(at(132.9), curveFrom(350), {})).toBeUndefined();
    expect(reasonAgainst({ ...at(132.9), depth: { value: 12_000, error: 50 } }, curveFrom(131.5), {})).toBeUndefined();
    expect(reasonAgainst(at(132.9), curveFrom(131.5), { target: { mission: 'TESS' } })).toBeUndefined();
  });
});
