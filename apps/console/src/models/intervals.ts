/** 95 % of a normal distribution lie within so many standard deviations. */
const Z = 1.96;

type Limits = [low: number, high: number];

/** Limits of a share of rows, 95 %: Wilson (1927, JASA 22, 209). */
export function wilson(share: number, rows: number): Limits {
  const denominator = 1 + Z ** 2 / rows;
  const centre = (share + Z ** 2 / (2 * rows)) / denominator;
  const half = (Z / denominator) * Math.sqrt((share * (1 - share)) / rows + Z ** 2 / (4 * rows ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** Limits of an area under the ROC curve, 95 %: Hanley & McNeil (1982, Radiology 143, 29). */
export function areaLimits(auc: number, planets: number, others: number): Limits {
  const [q1, q2] = [auc / (2 - auc), (2 * auc ** 2) / (1 + auc)];
  const variance =
    (auc * (1 - auc) + (planets - 1) * (q1 - auc ** 2) + (others - 1) * (q2 - auc ** 2)) / (planets * others);
  const half = Z * Math.sqrt(Math.max(0, variance));
  return [Math.max(0, auc - half), Math.min(1, auc + half)];
}
