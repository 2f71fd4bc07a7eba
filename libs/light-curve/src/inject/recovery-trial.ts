import { medianOf } from '../clean/median';
import { detrend } from '../detrend/detrend';
import { maskedWindow } from '../detrend/window';
import { analyze } from '../pipeline/analyze';
import { harmonicOf } from '../search/harmonics';
import { multipleEvent } from '../search/multiple-event';
import { scaledSeparation, starDensity } from '../search/orbit-limits';
import { type LightCurve, type Target } from '../types';
import { contactDuration, injectTransits, type InjectedPlanet } from './inject-transit';

/** A planet put into a real curve, and what the search made of it. */
export interface RecoveryTrial {
  planet: InjectedPlanet;
  /** First to fourth contact [h]. */
  duration: number;
  /** Multiple event statistic of the injected transits with the noise of the curve before injection. */
  expectedMes: number;
  /** Transits with data. */
  transits: number;
  /** Periods found, strongest first [d]. */
  found: number[];
  /** Ratio of the found period to the injected one: 1 or a declared harmonic; absent when not recovered. */
  ratio?: number;
}

/** Periods injected run from this [d] to a third of the span. */
const SHORTEST_PERIOD = 0.6;
/** The injected star is up to this many times denser or thinner than the catalogue says. */
const DENSITY_SPREAD = 2;
/** Tries to place three transits on data. */
const MOST_TRIES = 200;
const FEWEST_TRANSITS = 3;
/** Relative period error of a recovery. */
const PERIOD_TOLERANCE = 1e-3;

/** Injects one Mandel & Agol transit of a chosen strength at a random orbit and searches for it. @returns undefined when no orbit puts three transits on data */
export function recoveryTrial(curve: LightCurve, target: Target, mes: number, random: () => number): RecoveryTrial | undefined {
  const placed = placePlanet(curve, starDensity(target) ?? 1, mes, random);
  if (!placed) return undefined;
  const { detections } = analyze(injectTransits(curve, placed.planet), { target, maxPlanets: 3 });
  const found = detections.map(({ period }) => period.value);
  const ratios = found.map((period) => harmonicOf(period, placed.planet.period, PERIOD_TOLERANCE));
  const ratio = ratios.find((value) => value !== undefined);
  return { ...placed, duration: contactDuration(placed.planet), found, ...(ratio !== undefined && { ratio }) };
}

function placePlanet(curve: LightCurve, catalogued: number, mes: number, random: () => number): { planet: InjectedPlanet; expectedMes: number; transits: number } | undefined {
  const span = curve.time[curve.time.length - 1] - curve.time[0];
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const period = SHORTEST_PERIOD * (span / 3 / SHORTEST_PERIOD) ** random();
    const density = catalogued * DENSITY_SPREAD ** (2 * random() - 1);
    const planet: InjectedPlanet = {
      period,
      epoch: curve.time[0] + period * random(),
      radiusRatio: 0.05,
      separation: scaledSeparation(period, density),
      impact: 0.85 * random(),
      limb: { u1: 0.4, u2: 0.26 },
    };
    const strong = scaledTo(curve, planet, mes);
    if (strong && strong.transits >= FEWEST_TRANSITS) return strong;
  }
  return undefined;
}

/** The planet with the radius that gives the wanted statistic. */
function scaledTo(curve: LightCurve, planet: InjectedPlanet, mes: number): { planet: InjectedPlanet; expectedMes: number; transits: number } | undefined {
  let scaled = planet;
  let expectedMes = 0;
  let transits = 0;
  for (let round = 0; round < 4; round++) {
    const duration = contactDuration(scaled);
    const ephemeris = { period: planet.period, epoch: planet.epoch, duration };
    const noise = multipleEvent(detrend(curve, { window: maskedWindow(duration), mask: [ephemeris] }), ephemeris);
    const signal = multipleEvent(injectTransits({ ...curve, flux: curve.flux.map(() => 1) }, scaled), ephemeris);
    transits = noise.events.length;
    if (transits === 0 || !(signal.events.length > 0)) return undefined;
    expectedMes = medianOf(signal.events.map(({ depth }) => depth)) / noise.depthErr;
    if (Math.abs(expectedMes / mes - 1) < 0.01) break;
    scaled = { ...scaled, radiusRatio: Math.min(0.5, scaled.radiusRatio * Math.sqrt(mes / expectedMes)) };
  }
  return { planet: scaled, expectedMes, transits };
}
