/**
 * Widths of the sliding window [h]: narrower ones lose depth, wider ones leave more of the star's own variation.
 *
 * Part of the depth that detrending takes, measured on analytic transits of 100 to 10,000 ppm injected into 200 Kepler
 * quarters (light_curves/kepler/quarter of the data folder), median and 95th percentile over the stars:
 *
 * | duration | masked, `maskedWindow` | not masked, 71.5 h = `searchWindow(13)` |
 * | --- | --- | --- |
 * | 1 h | 0.00 %, 0.1 % | 0.01 %, 0.6 % |
 * | 2 h | 0.00 %, 0.1 % | 0.04 %, 1.3 % |
 * | 4 h | 0.00 %, 0.2 % | 0.08 %, 3.3 % |
 * | 8 h | 0.00 %, 0.3 % | 0.2 %, 6.7 % |
 * | 13 h | 0.00 %, 0.3 % | 0.4 %, 12 % |
 */

const MIN_WINDOW_MASKED = 24;
const MASKED_DURATIONS = 5;
const MIN_WINDOW_SEARCH = 36;
const SEARCH_DURATIONS = 5.5;

/** For a transit of known duration [h] that is masked. */
export function maskedWindow(duration: number): number {
  return Math.max(MIN_WINDOW_MASKED, MASKED_DURATIONS * duration);
}

/** For the first pass, before any transit is known: the longest duration to be searched for [h]. 13 h gives 71.5 h. */
export function searchWindow(longestDuration: number): number {
  return Math.max(MIN_WINDOW_SEARCH, SEARCH_DURATIONS * longestDuration);
}
