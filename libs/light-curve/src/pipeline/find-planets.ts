import { detrend } from '../detrend/detrend';
import { withoutTransits } from '../detrend/without-transits';
import type { BoxSpectrum } from '../search/box-spectrum';
import { maskedLook } from '../search/masked-look';
import { starDensity } from '../search/orbit-limits';
import { type SearchHit, searchTransits } from '../search/search-transits';
import { reaches, strongestCandidate, type Threshold, thresholdAt } from '../search/strongest-candidate';
import type { Ephemeris, LightCurve } from '../types';
import type { AnalyzeOptions } from './analysis';
import { isOfGuideStar } from './guide-star';
import { type PeriodRange, periodRanges } from './period-ranges';
import { detrendForSearch } from './quietest-window';
import { DEFAULT_MIN_TRANSITS, MIN_CADENCES, searchPlan } from './search-plan';

/** What the search found. */
export interface FoundPlanets {
  /** In the order they were found. */
  hits: SearchHit[];
  /** The hit that was too weak and ended the search. */
  weaker?: SearchHit;
  /** Spectrum of the first search. */
  spectrum: BoxSpectrum;
  /** What was left out of the search, in sentences. */
  notices: string[];
}

const DEFAULT_MAX_PLANETS = 3;
/** A peak that stands out of its spectrum this far needs only this statistic; it is then reported, but fails the significance test if it is under 7.1. */
const STANDS_OUT = { sde: 6, mes: 5 };
/** The stretch that is removed is longer than the transit by this factor, for timing variations. */
const REMOVED_PART = 1.3;

/**
 * Searches, removes the transits found and searches the rest, until nothing reaches the threshold or `maxPlanets` are found, dips of
 * a guide star not counted.
 * Before each search the curve is detrended anew with the known transits masked.
 */
export function findPlanets(curve: LightCurve, options: AnalyzeOptions = {}): FoundPlanets {
  const { maxPlanets = DEFAULT_MAX_PLANETS, onProgress } = options;
  const hits: SearchHit[] = [];
  const { periods, seconds, notices } = searchPlan(curve, options);
  if (!periods) return { hits, spectrum: joined([]), notices };
  const searches = rangeSearches(curve, { ...options, periodMin: periods.min });
  const left = (done: number): number => seconds * maxPlanets * (1 - done);
  let first: BoxSpectrum | undefined;
  let weaker: SearchHit | undefined;
  while (hits.length - ofGuideStar(hits, curve, options).length < maxPlanets && hits.length <= maxPlanets) {
    const pass = Math.min(hits.length, maxPlanets - 1);
    onProgress?.('detrending', pass / maxPlanets, left(pass / maxPlanets));
    const removed = hits.map(({ period, epoch, duration }) => ({ period, epoch, duration: duration * REMOVED_PART }));
    const hit = searchOnce(curve, removed, searches, options, (fraction) => {
      const done = (pass + fraction) / maxPlanets;
      onProgress?.('searching', done, left(done));
    });
    first ??= joined(searches.flatMap(({ spectrum }) => (spectrum ? [spectrum] : [])));
    if (!hit || !reaches(hit.event, thresholdAfter(hits, curve, options, hit.sde))) {
      weaker = hit;
      break;
    }
    hits.push(hit);
  }
  onProgress?.('searching', 1, 0);
  return { hits, ...(weaker && { weaker }), spectrum: first ?? joined([]), notices };
}

/** The threshold of a detection, used in the search and again after the fit. @param sde of its peak; the caller's own threshold applies whatever the SDE is */
export function thresholdOf({ minMes }: AnalyzeOptions, sde = 0): Threshold {
  return thresholdAt(minMes ?? (sde >= STANDS_OUT.sde ? STANDS_OUT.mes : undefined));
}

/** The hits that are dips of a guide star. */
export function ofGuideStar(hits: readonly SearchHit[], curve: LightCurve, { target }: AnalyzeOptions): SearchHit[] {
  return hits.filter((hit) => isOfGuideStar(hit, hit.event.depth, curve, target));
}

/** The threshold of the next hit: in a curve that holds a dip of the star's own already, a further one has to reach the whole of it. */
export function thresholdAfter(
  hits: readonly SearchHit[],
  curve: LightCurve,
  options: AnalyzeOptions,
  sde: number,
): Threshold {
  return thresholdOf(options, ofGuideStar(hits, curve, options).length === hits.length ? sde : 0);
}

/** One range of periods, with what its latest search saves for the next one. */
interface RangeSearch {
  range: PeriodRange;
  /** Window that the range is detrended with [h]. */
  window?: number;
  spectrum?: BoxSpectrum;
}

function rangeSearches(curve: LightCurve, options: AnalyzeOptions): RangeSearch[] {
  return periodRanges(curve, starDensity(options.target ?? {}), options).map((range) => ({ range }));
}

/** The strongest dip of all period ranges, each searched in a curve detrended for its longest transit. */
function searchOnce(
  curve: LightCurve,
  removed: readonly Ephemeris[],
  searches: readonly RangeSearch[],
  options: AnalyzeOptions,
  onProgress: (fraction: number) => void,
): SearchHit | undefined {
  const { target = {}, oversampling, minTransits = DEFAULT_MIN_TRANSITS, shouldStop } = options;
  const threshold = thresholdOf(options);
  const density = starDensity(target);
  const harmonicMax = searches[searches.length - 1].range.periodMax;
  const hits: SearchHit[] = [];
  const rest = withoutTransits(curve, removed);
  let done = 0;
  for (const search of searches) {
    const { range } = search;
    const flat = withoutTransits(flattened(curve, removed, search, options.detrendWindow), removed);
    if (flat.time.length < MIN_CADENCES) continue;
    const { hit, spectrum } = searchTransits(
      flat,
      {
        periodMin: range.periodMin,
        periodMax: range.periodMax,
        longestHours: range.longestHours,
        shortestHours: options.durationMin,
        density,
        minTransits,
        harmonicMax,
        threshold,
        detrendedAround: (dip) => maskedLook(rest, dip, options.detrendWindow),
        ...(search.spectrum && { before: search.spectrum }),
        ...(oversampling && { oversampling }),
      },
      { shouldStop, onProgress: (fraction) => onProgress(done + fraction * range.part) },
    );
    done += range.part;
    if (hit) hits.push(hit);
    search.spectrum = spectrum;
  }
  return strongestCandidate(hits, threshold);
}

/** Detrended for one range; the first search chooses the window. */
function flattened(curve: LightCurve, removed: readonly Ephemeris[], search: RangeSearch, given?: number): LightCurve {
  if (given !== undefined) search.window = given;
  if (search.window !== undefined) return detrend(curve, { window: search.window, mask: removed });
  const { flat, window } = detrendForSearch(curve, search.range);
  search.window = window;
  return flat;
}

/** Spectra of neighbouring ranges of rising periods as one, frequencies rising. */
function joined(spectra: readonly BoxSpectrum[]): BoxSpectrum {
  const join = (of: (spectrum: BoxSpectrum) => Float64Array): Float64Array =>
    Float64Array.from([...spectra].reverse().flatMap((spectrum) => Array.from(of(spectrum))));
  return { frequency: join(({ frequency }) => frequency), signal: join(({ signal }) => signal) };
}
