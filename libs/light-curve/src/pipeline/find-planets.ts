import { type BoxSpectrum } from '../search/box-spectrum';
import { starDensity } from '../search/orbit-limits';
import { searchTransits, type SearchHit } from '../search/search-transits';
import { type Ephemeris, type LightCurve } from '../types';
import { MES_LIMIT } from '../vet/significance';
import { type AnalyzeOptions } from './analysis';
import { periodRanges } from './period-ranges';
import { detrendForSearch } from './quietest-window';
import { withoutTransits } from './without-transits';

/** What the search found. */
export interface FoundPlanets {
  /** In the order they were found. */
  hits: SearchHit[];
  /** The hit that was too weak and ended the search. */
  weaker?: SearchHit;
  /** Spectrum of the first search. */
  spectrum: BoxSpectrum;
}

const DEFAULT_MAX_PLANETS = 3;
/** What is left of the statistic when the transits have to be alike must be this part of the threshold; the depth test is stricter. */
const CONSISTENT_PART = 0.75;
/** A curve with fewer cadences left cannot be searched again. */
const FEWEST_CADENCES = 100;
/** The part of a found transit that is removed is longer by this, for timing variations. */
const REMOVED_PART = 1.3;

/**
 * Searches, removes the transits found and searches what is left, until nothing stands out or enough is found.
 * Before each search the curve is detrended anew with the known transits masked.
 */
export function findPlanets(curve: LightCurve, options: AnalyzeOptions = {}): FoundPlanets {
  const { maxPlanets = DEFAULT_MAX_PLANETS, minMes = MES_LIMIT, onProgress } = options;
  const found: FoundPlanets = { hits: [], spectrum: { frequency: new Float64Array(0), signal: new Float64Array(0) } };
  for (let planet = 0; planet < maxPlanets; planet++) {
    onProgress?.('detrending', planet / maxPlanets);
    const removed = found.hits.map(({ period, epoch, duration }) => ({
      period,
      epoch,
      duration: duration * REMOVED_PART,
    }));
    const { hit, spectrum } = searchOnce(curve, removed, options, (fraction) =>
      onProgress?.('searching', (planet + fraction) / maxPlanets),
    );
    if (planet === 0) found.spectrum = spectrum;
    if (!hit || hit.event.mes < minMes || hit.event.consistentMes < CONSISTENT_PART * minMes) {
      found.weaker = hit;
      break;
    }
    found.hits.push(hit);
  }
  onProgress?.('searching', 1);
  return found;
}

/** The strongest dip of all period ranges, each searched in a curve detrended for its longest transit. */
function searchOnce(
  curve: LightCurve,
  removed: readonly Ephemeris[],
  options: AnalyzeOptions,
  onProgress: (fraction: number) => void,
): { hit?: SearchHit; spectrum: BoxSpectrum } {
  const { target = {}, oversampling, minTransits = 3, shouldStop } = options;
  const density = starDensity(target);
  const ranges = periodRanges(curve, density, options);
  const harmonicMax = ranges[ranges.length - 1].periodMax;
  const hits: SearchHit[] = [];
  const spectra: BoxSpectrum[] = [];
  let done = 0;
  for (const range of ranges) {
    const flat = withoutTransits(detrendForSearch(curve, range, removed), removed);
    if (flat.time.length < FEWEST_CADENCES) continue;
    const result = searchTransits(
      flat,
      {
        periodMin: range.periodMin,
        periodMax: range.periodMax,
        longestHours: range.longestHours,
        density,
        minTransits,
        harmonicMax,
        ...(oversampling && { oversampling }),
      },
      { shouldStop, onProgress: (fraction) => onProgress(done + fraction * range.part) },
    );
    done += range.part;
    if (result.hit) hits.push(result.hit);
    spectra.unshift(result.spectrum);
  }
  const hit = hits.sort((a, b) => b.event.consistentMes - a.event.consistentMes)[0] as SearchHit | undefined;
  return { ...(hit && { hit }), spectrum: joined(spectra) };
}

/** Spectra of neighbouring period ranges as one, frequencies rising. */
function joined(spectra: readonly BoxSpectrum[]): BoxSpectrum {
  const join = (of: (spectrum: BoxSpectrum) => Float64Array): Float64Array =>
    Float64Array.from(spectra.flatMap((spectrum) => Array.from(of(spectrum))));
  return { frequency: join(({ frequency }) => frequency), signal: join(({ signal }) => signal) };
}
