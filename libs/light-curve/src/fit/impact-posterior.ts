/** The fit at one impact, which was held. */
export interface ImpactFit {
  /** Impact parameter as a part of 1 + k. */
  impact: number;
  parameters: number[];
  chiSquare: number;
}

export interface ImpactPosterior {
  /** The fit at the mean impact. */
  solved: ImpactFit;
  /** Mean of a quantity over the posterior, and its mean square distance from that. */
  marginal: (of: (parameters: readonly number[]) => number) => { mean: number; variance: number };
}

/** Impacts whose probability is under exp(−REACH / 2) times that of the best one do not count. */
const REACH = 16;
/** Impacts that count are resolved by at least this many fits, … */
const RESOLVED = 7;
/** … in at most this many rounds, each with this many impacts. */
const MAX_ROUNDS = 4;
const IMPACTS_PER_ROUND = 9;
/** Once this many impacts in turn do not count, larger ones are not fitted. */
const EXCLUDED = 3;

/**
 * Posterior of the impact parameter on a grid, the others fitted at each point: the impact and the radius ratio of a shallow
 * transit lie on a long bent ridge. A priori every impact is as likely, but a transit is found in proportion to its length, and small
 * bodies are more frequent. χ² is
 * divided by its reduced value where that is over 1.
 * @param at fits the other parameters at an impact from a start; @param radiusRatio of these parameters
 */
export function impactPosterior(
  at: (impact: number, from: readonly number[]) => ImpactFit,
  start: readonly number[],
  impacts: readonly number[],
  freedom: number,
  radiusRatio: (parameters: readonly number[]) => number,
): ImpactPosterior {
  let fits: ImpactFit[] = [];
  for (const impact of impacts) {
    fits.push(at(impact, fits[fits.length - 1]?.parameters ?? start));
    if (likelyRange(fits, freedom)[1] <= fits.length - 1 - EXCLUDED) break;
  }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const [first, last] = likelyRange(fits, freedom);
    if (last - first + 1 >= RESOLVED) break;
    const [low, high] = [fits[Math.max(0, first - 1)], fits[Math.min(fits.length - 1, last + 1)]];
    const step = (high.impact - low.impact) / (IMPACTS_PER_ROUND + 1);
    const added = Array.from({ length: IMPACTS_PER_ROUND }, (_, k) => {
      const impact = low.impact + (k + 1) * step;
      return at(impact, nearest(fits, impact).parameters);
    });
    fits = [...fits, ...added].sort((a, b) => a.impact - b.impact);
  }
  const weights = weightsOf(fits, freedom, radiusRatio);
  const weighted = (values: readonly number[]): number => values.reduce((sum, value, i) => sum + weights[i] * value, 0);
  const impact = weighted(fits.map((fit) => fit.impact));
  const solved = at(impact, nearest(fits, impact).parameters);
  return {
    solved,
    marginal: (of) => {
      const values = fits.map(({ parameters }) => of(parameters));
      const average = weighted(values);
      return { mean: average, variance: weighted(values.map((value) => (value - average) ** 2)) };
    },
  };
}

function lossOfProbability(fits: readonly ImpactFit[], freedom: number): number[] {
  const least = Math.min(...fits.map(({ chiSquare }) => chiSquare));
  return fits.map(({ chiSquare }) => (chiSquare - least) / Math.max(1, least / freedom));
}

/** First and last index of the fits that count. */
function likelyRange(fits: readonly ImpactFit[], freedom: number): [number, number] {
  const likely = lossOfProbability(fits, freedom).flatMap((loss, index) => (loss < REACH ? [index] : []));
  return [likely[0], likely[likely.length - 1]];
}

/** Planets per logarithm of the radius go as this power of it (Howard et al. 2012, ApJS 201, 15: −1.92 ± 0.11). */
const RADIUS_POWER = -2;

/** Probability of each fit: posterior at its impact times the distance to its neighbours. */
function weightsOf(
  fits: readonly ImpactFit[],
  freedom: number,
  radiusRatio: (parameters: readonly number[]) => number,
): number[] {
  const weights = lossOfProbability(fits, freedom).map((loss, i) => {
    const before = fits[Math.max(0, i - 1)].impact;
    const after = fits[Math.min(fits.length - 1, i + 1)].impact;
    const { impact, parameters } = fits[i];
    const prior = Math.sqrt(1 - impact ** 2) * radiusRatio(parameters) ** RADIUS_POWER;
    return Math.exp(-loss / 2) * (after - before) * prior;
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function nearest(fits: readonly ImpactFit[], impact: number): ImpactFit {
  return fits.reduce((best, fit) => (Math.abs(fit.impact - impact) < Math.abs(best.impact - impact) ? fit : best));
}
