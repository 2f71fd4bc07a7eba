import type { PhaseScan } from '../search/phase-scan';
import { normalQuantile } from '../statistics/normal-quantile';
import type { VetSubject, VetTest } from './vet-test';

/** A margin below this fails, as in Coughlin et al. (2016). */
const LIMIT = 0;
/** Searches that together may give one false alarm: the threshold crossing events of a Kepler catalogue (Coughlin et al. 2016). */
const SEARCHES = 20_000;
/** The flux varies by itself where the statistic scatters this many times as much as white noise makes it. */
const VARIES = 1.2;
/** Another dip or a bump is the star's where noise makes one as strong in less than one of so many curves. */
const RARE = 20;
/** Other events keep this many durations between their centre and the transit's, the second dip's too; bumps twice that, for the detrending's shoulders. */
const CLEAR = { dip: 1.5, bump: 3 };

/** How far the transit exceeds everything else at its period [σ]. */
export interface Uniqueness {
  /** Statistic of the transit; of the strongest dip apart from it and from the second strongest; of the highest bump. */
  primary: number;
  tertiary: number;
  positive: number;
  /** Scatter of the statistic at all other phases: 1 where the noise is as white as expected (F_red). */
  redNoise: number;
  /** What noise alone reaches at some phase of this period in one of RARE curves [σ]. */
  chance: number;
  /** Smallest of the three margins, and what it is over. */
  margin: number;
  over: 'noise' | 'dip' | 'bump';
}

/**
 * Passes when the transit is the only event of its kind: model-shift uniqueness test (Coughlin et al. 2016, ApJS 224, 12, sect. 4.2.1;
 * Thompson et al. 2018, ApJS 235, 38, sect. A.3.4). Its three margins are σ_pri / F_red − FA1, σ_pri − σ_ter − FA2 and
 * σ_pri − σ_pos − FA2, with the false-alarm thresholds FA1 = √2 erfc⁻¹(T / (P · 20,000)) and FA2 = √2 erfc⁻¹(T / P).
 */
export function uniqueness({ fit, phases }: VetSubject): VetTest {
  const name = 'uniqueness';
  const period = fit.period.value;
  const duration = fit.duration.value;
  const common = { name, limit: LIMIT, limitIs: 'minimum', unit: 'σ' } as const;
  const part = duration / 24 / period;
  if (2 * CLEAR.dip * part > 1)
    return {
      ...common,
      verdict: 'fail',
      sentence: `The dip fills ${(100 * part).toFixed(0)} % of the period, so there is too little flat flux to compare it with. A variable star or two stars in contact look like this.`,
    };
  const found = uniquenessOf(phases.scan, duration / 24);
  if (!found)
    return {
      ...common,
      verdict: 'not_testable',
      sentence: 'Too little was observed outside the transits to compare them with the rest of the curve.',
    };
  const { primary, tertiary, positive, redNoise, chance, margin: value, over } = found;
  if (value >= LIMIT)
    return {
      ...common,
      value,
      verdict: 'pass',
      sentence: `The transit is unique at this period: with ${primary.toFixed(1)} σ it exceeds all other dips and bumps by ${value.toFixed(1)} σ more than chance explains.`,
    };
  const why = {
    noise: `the flux at other phases varies ${redNoise.toFixed(1)} times as much as the noise explains`,
    dip: `another dip reaches ${tertiary.toFixed(1)} σ`,
    bump: `a brightening, which no planet causes, reaches ${positive.toFixed(1)} σ`,
  }[over];
  const sentence =
    redNoise < VARIES && Math.max(tertiary, positive) <= chance
      ? `The dip of ${primary.toFixed(1)} σ is not unique: noise alone often makes a dip as strong at some phase of some period.`
      : `The dip of ${primary.toFixed(1)} σ is not unique: ${why}, so it is probably stellar variability or an instrumental artefact.`;
  return { ...common, value, verdict: 'fail', sentence };
}

/** Undefined where no other phase has data. @param duration [d] */
export function uniquenessOf({ mes, step, boxSteps }: PhaseScan, duration: number): Uniqueness | undefined {
  const steps = mes.length;
  const width = duration / step;
  const distance = (box: number, centre: number): number => {
    const apart = Math.abs(box + boxSteps / 2 - centre) % steps;
    return Math.min(apart, steps - apart);
  };
  const boxes = Array.from(mes.keys()).filter((box) => Number.isFinite(mes[box]));
  const clearOf = (centre: number, from: readonly number[], clear: number): number[] =>
    from.filter((box) => distance(box, centre) >= clear * width);
  const strongest = (from: readonly number[]): number | undefined =>
    from.reduce<number | undefined>(
      (best, box) => (best === undefined || mes[box] > mes[best] ? box : best),
      undefined,
    );
  const primaryBox = strongest(boxes.filter((box) => distance(box, 0) <= width));
  const others = clearOf(0, boxes, CLEAR.dip);
  const second = strongest(others);
  if (primaryBox === undefined || second === undefined) return undefined;
  const beside = clearOf(second + boxSteps / 2, others, CLEAR.dip);
  const noise = beside.length > 0 ? beside : others;
  const redNoise = Math.max(1, Math.sqrt(noise.reduce((sum, box) => sum + mes[box] ** 2, 0) / noise.length));
  const primary = mes[primaryBox];
  const tertiary = beside.reduce((high, box) => Math.max(high, mes[box]), 0);
  const positive = clearOf(0, boxes, CLEAR.bump).reduce((high, box) => Math.max(high, -mes[box]), 0);
  const part = duration / (step * steps);
  const byChance = falseAlarm(part);
  const margins = [
    { over: 'noise', margin: primary / redNoise - falseAlarm(part / SEARCHES) },
    { over: 'dip', margin: primary - tertiary - byChance },
    { over: 'bump', margin: primary - positive - byChance },
  ] as const;
  const least = margins.reduce((a, b) => (b.margin < a.margin ? b : a));
  return { primary, tertiary, positive, redNoise, chance: falseAlarm(part / RARE), ...least };
}

/** Size that noise exceeds on either side with this probability [σ]: √2 erfc⁻¹(p). */
function falseAlarm(probability: number): number {
  return -normalQuantile(probability / 2);
}
