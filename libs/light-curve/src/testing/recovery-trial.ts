import { analyze } from '../pipeline/analyze';
import { periodRanges } from '../pipeline/period-ranges';
import { detrendForSearch } from '../pipeline/quietest-window';
import { harmonicOf } from '../search/harmonics';
import { scaledSeparation, starDensity } from '../search/orbit-limits';
import { transitStatistic } from '../search/transit-statistic';
import type { LightCurve, Target } from '../types';
import { contactDuration, type InjectedPlanet, injectTransits } from './inject-transit';

/** A planet injected into a real curve, and the result of the search. */
export interface RecoveryTrial {
  planet: InjectedPlanet;
  /** First to fourth contact [h]. */
  duration: number;
  /** Multiple event statistic at the injected ephemeris in the injected curve, detrended without knowing of the transits. */
  mes: number;
  /** Transits with data. */
  transits: number;
  /** Periods found, strongest first [d]. */
  found: number[];
  /** Ratio of the found period to the injected one: 1 or a declared harmonic; absent when not recovered. */
  ratio?: number;
}

/** An injected planet and its strength. */
export type Placed = Pick<RecoveryTrial, 'planet' | 'mes' | 'transits'>;

/** Periods injected run from this [d] to a third of the span. */
const MIN_PERIOD = 0.6;
/** The injected star is up to this many times denser or thinner than the catalogue says, if nothing else is asked for. */
const DENSITY_SPREAD = 2;
/** Tries to place three transits on data. */
const MAX_TRIES = 200;
const MIN_TRANSITS = 3;
/** Radius ratios from the starting value to that of a giant planet of a small star. */
const START_RADIUS_RATIO = 0.02;
const MAX_RADIUS_RATIO = 0.3;
/** The radius is changed until the statistic is this near to the target, at most this many times. */
const MES_TOLERANCE = 0.05;
const MAX_ROUNDS = 12;
/** Part of first to last contact that a box fits best. */
const BOX_PART = 0.9;
/** The Sun's limb darkening in Kepler's band. */
const SUN_LIMB = { u1: 0.4, u2: 0.26 };
/** Relative period error of a recovery. */
const PERIOD_TOLERANCE = 1e-3;

/** Injects one Mandel & Agol transit of a chosen strength at a random orbit and searches for it. @returns undefined when no orbit puts three transits of that strength on data */
export function recoveryTrial(
  curve: LightCurve,
  target: Target,
  mes: number,
  random: () => number,
): RecoveryTrial | undefined {
  const placed = placePlanet(curve, starDensity(target), mes, random);
  if (!placed) return undefined;
  const { detections } = analyze(injectTransits(curve, placed.planet), { target, maxPlanets: 3 });
  const found = detections.map(({ period }) => period.value);
  const ratios = found.map((period) => harmonicOf(period, placed.planet.period, PERIOD_TOLERANCE));
  const ratio = ratios.find((value) => value !== undefined);
  return { ...placed, duration: contactDuration(placed.planet), found, ...(ratio !== undefined && { ratio }) };
}

/** A planet at a random orbit with the radius that gives a statistic; undefined when no orbit puts three transits of that strength on data. @param maxImpact largest impact parameter; @param densitySpread the star is up to this many times denser or thinner than catalogued */
export function placePlanet(
  curve: LightCurve,
  catalogued: number | undefined,
  mes: number,
  random: () => number,
  { limb = SUN_LIMB, maxImpact = 0.85, densitySpread = DENSITY_SPREAD } = {},
): Placed | undefined {
  const span = curve.time[curve.time.length - 1] - curve.time[0];
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const period = MIN_PERIOD * (span / 3 / MIN_PERIOD) ** random();
    const density = (catalogued ?? 1) * densitySpread ** (2 * random() - 1);
    const planet: InjectedPlanet = {
      period,
      epoch: curve.time[0] + period * random(),
      radiusRatio: START_RADIUS_RATIO,
      separation: Math.max(1.5, scaledSeparation(period, density)),
      impact: maxImpact * random(),
      limb,
    };
    const strong = scaledTo(curve, catalogued, planet, mes);
    if (strong && strong.transits >= MIN_TRANSITS) return strong;
  }
  return undefined;
}

/** The planet with the radius that gives the wanted statistic; undefined when none does. */
function scaledTo(
  curve: LightCurve,
  density: number | undefined,
  planet: InjectedPlanet,
  wanted: number,
): Placed | undefined {
  const ranges = periodRanges(curve, density);
  const range = ranges.find(({ periodMax }) => planet.period <= periodMax) ?? ranges[ranges.length - 1];
  let radiusRatio = planet.radiusRatio;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const scaled = { ...planet, radiusRatio };
    const { flat } = detrendForSearch(injectTransits(curve, scaled), range);
    const { mes, events } = transitStatistic(flat, {
      period: planet.period,
      epoch: planet.epoch,
      duration: BOX_PART * contactDuration(scaled),
    });
    if (events.length < MIN_TRANSITS) return undefined;
    if (Math.abs(mes / wanted - 1) < MES_TOLERANCE) return { planet: scaled, mes, transits: events.length };
    radiusRatio = Math.min(
      MAX_RADIUS_RATIO,
      radiusRatio * Math.sqrt(Math.max(0.25, Math.min(4, wanted / Math.max(mes, 0.1)))),
    );
  }
  return undefined;
}
