import { multipleEvent } from '../search/multiple-event';
import { phaseNoise, phaseScan } from '../search/phase-scan';
import type { VetSubject, VetTest } from './vet-test';

const LIMIT = 5;
/** A dip of up to this part of the transit can be the planet's own light disappearing behind the star: hot Jupiters reach 1 % in the Kepler band. */
const PLANET_LIGHT = 0.02;
/** Boxes nearer to mid-transit than this many durations belong to the transit. */
const CLEAR = 1.5;

/** Passes when there is no second dip at another phase: a star that is eclipsed in turn causes one (Coughlin et al. 2016, ApJS 224, 12, model-shift test; Thompson et al. 2018). */
export function secondaryEclipse({ curve, fit, event }: VetSubject): VetTest {
  const name = 'secondary_eclipse';
  const { value: period } = fit.period;
  const duration = fit.duration.value;
  const scan = phaseScan(curve, { period, epoch: fit.epoch.value, duration });
  const { step, mes, boxSteps } = scan;
  const clear = Math.ceil((CLEAR * duration) / 24 / step);
  if (mes.length < 2 * clear + 2 * boxSteps) {
    return {
      name,
      limit: LIMIT,
      unit: 'σ',
      verdict: 'not_testable',
      sentence: 'The transit fills so much of the period that a second eclipse could not be distinguished from it.',
    };
  }
  let strongest = clear;
  for (let start = clear; start <= mes.length - clear - boxSteps; start++)
    if (mes[start] > mes[strongest] || Number.isNaN(mes[strongest])) strongest = start;
  const offset = (strongest + boxSteps / 2) * step;
  const phase = offset / period;
  const { robustMes, depth } = multipleEvent(curve, { period, epoch: fit.epoch.value + offset, duration });
  const value = robustMes / phaseNoise(scan);
  const part = depth / event.depth;
  const fail = value > LIMIT && part > PLANET_LIGHT;
  const found = `A second dip of ${depth.toFixed(0)} ppm (${(100 * part).toFixed(0)} % of the transit, ${value.toFixed(1)} σ) lies at phase ${phase.toFixed(2)}`;
  let sentence = `No second eclipse is seen: the strongest other dip reaches ${value.toFixed(1)} σ, which noise can explain.`;
  if (fail) sentence = `${found}: the hidden body emits its own light, as a star does.`;
  else if (value > LIMIT) sentence = `${found}: it is faint enough to be the light of a hot planet.`;
  return { name, value, limit: LIMIT, unit: 'σ', verdict: fail ? 'fail' : 'pass', sentence };
}
