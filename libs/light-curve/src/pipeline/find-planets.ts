import { detrend } from '../detrend/detrend';
import { searchWindow } from '../detrend/window';
import { type BoxSpectrum } from '../search/box-spectrum';
import { durationRange, starDensity } from '../search/orbit-limits';
import { searchTransits, type SearchHit, type SearchOptions } from '../search/search-transits';
import { type LightCurve } from '../types';
import { MES_LIMIT } from '../vet/significance';
import { type AnalyzeOptions } from './analysis';
import { withoutTransits } from './without-transits';

/** What the search found. */
export interface FoundPlanets {
  hits: SearchHit[];
  /** The hit that was too weak and ended the search. */
  weaker?: SearchHit;
  /** Spectrum of the first search. */
  spectrum: BoxSpectrum;
}

const DEFAULT_MAX_PLANETS = 3;
/** Longest duration searched [h] is kept in these bounds. */
const LONGEST_HOURS = { least: 6, most: 15 };
/** A curve with fewer cadences left cannot be searched again. */
const FEWEST_CADENCES = 100;
/** The part of the transit that is masked grows by this to cover timing variations. */
const MASKED_PART = 1.3;

/**
 * Searches, removes the transits found and searches what is left, until nothing stands out or enough is found.
 * Before each search the curve is detrended anew with the known transits masked.
 */
export function findPlanets(curve: LightCurve, options: AnalyzeOptions): FoundPlanets {
  const { maxPlanets = DEFAULT_MAX_PLANETS, minMes = MES_LIMIT, onProgress, shouldStop } = options;
  const search = searchOptions(curve, options);
  const found: FoundPlanets = { hits: [], spectrum: { frequency: new Float64Array(0), signal: new Float64Array(0) } };
  for (let planet = 0; planet < maxPlanets; planet++) {
    onProgress?.('detrending', planet / maxPlanets);
    const mask = found.hits.map((hit) => ({ ...hit, duration: hit.duration * MASKED_PART }));
    const flat = withoutTransits(detrend(curve, { window: searchWindow(search.longestHours), mask }), mask);
    if (flat.time.length < FEWEST_CADENCES) break;
    const { hit, spectrum } = searchTransits(flat, search, {
      shouldStop,
      onProgress: (fraction) => onProgress?.('searching', (planet + fraction) / maxPlanets),
    });
    if (planet === 0) found.spectrum = spectrum;
    if (!hit || hit.event.robustMes < minMes) {
      found.weaker = hit;
      break;
    }
    found.hits.push(hit);
  }
  onProgress?.('searching', 1);
  return found;
}

function searchOptions(curve: LightCurve, options: AnalyzeOptions): SearchOptions & { longestHours: number } {
  const { target = {}, periodMin, periodMax, oversampling, minTransits = 3 } = options;
  const density = starDensity(target);
  const span = curve.time[curve.time.length - 1] - curve.time[0];
  const longest = 24 * durationRange(periodMax ?? span / 2, { density: density ?? 0.3, cadence: curve.cadence, longestHours: Infinity }).longest;
  const longestHours = Math.max(LONGEST_HOURS.least, Math.min(LONGEST_HOURS.most, longest));
  return { density, longestHours, minTransits, ...(periodMin && { periodMin }), ...(periodMax && { periodMax }), ...(oversampling && { oversampling }) };
}
