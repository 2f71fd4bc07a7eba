/** A least-squares problem: residuals over their errors as a function of a few parameters. */
export interface Problem {
  start: readonly number[];
  lower: readonly number[];
  upper: readonly number[];
  /** Change of each parameter for the numerical derivative. */
  steps: readonly number[];
  /** Must return a new array at each call: the solver overwrites it. */
  residuals: (parameters: readonly number[]) => Float64Array;
}

export interface Solution {
  parameters: number[];
  /** Sum of squared residuals. */
  chiSquare: number;
}

const MAX_ITERATIONS = 40;
const CONVERGED = 1e-6;

/** Levenberg–Marquardt with bounds: a step is cut at the bounds, the damping grows until the fit improves (Marquardt 1963, SIAM J. 11, 431). */
export function leastSquares(problem: Problem): Solution {
  let parameters = bounded(problem.start, problem);
  let residuals = problem.residuals(parameters);
  let chiSquare = squareSum(residuals);
  let damping = 1e-2;
  let normal = normalEquations(problem, parameters, residuals);
  for (let iteration = 0; iteration < MAX_ITERATIONS && damping < 1e8; iteration++) {
    const damped = normal.matrix.map((row, i) =>
      row.map((value, j) => (i === j ? value * (1 + damping) + 1e-300 : value)),
    );
    const step = solve(damped, normal.gradient);
    const trial = bounded(
      parameters.map((value, i) => value - step[i]),
      problem,
    );
    const trialResiduals = problem.residuals(trial);
    const trialChi = squareSum(trialResiduals);
    if (!(trialChi < chiSquare)) {
      damping *= 6;
      continue;
    }
    const gained = (chiSquare - trialChi) / Math.max(chiSquare, 1e-30);
    parameters = trial;
    residuals = trialResiduals;
    chiSquare = trialChi;
    if (gained < CONVERGED) break;
    damping = Math.max(damping / 8, 1e-9);
    normal = normalEquations(problem, parameters, residuals);
  }
  return { parameters, chiSquare };
}

/**
 * The parameters' covariance for residuals in units of their σ: inverse of JᵀJ, with the variance of a uniform distribution between
 * its bounds as each parameter's prior, so that one which the data leave open has a large error and not a meaningless one.
 */
export function covarianceAt(parameters: readonly number[], problem: Omit<Problem, 'start'>): number[][] {
  const { matrix } = normalEquations(problem, parameters, problem.residuals(parameters));
  matrix.forEach((row, i) => {
    const range = problem.upper[i] - problem.lower[i];
    if (range > 0) row[i] += 12 / range ** 2;
  });
  return inverse(matrix);
}

function bounded(values: readonly number[], { lower, upper }: Problem): number[] {
  return values.map((value, i) => Math.max(lower[i], Math.min(upper[i], value)));
}

function squareSum(residuals: Float64Array): number {
  let sum = 0;
  for (const residual of residuals) sum += residual * residual;
  return sum;
}

/** JᵀJ and Jᵀr by one-sided differences that stay inside the bounds; a parameter that is held (lower = upper) gets a derivative of 0. */
function normalEquations(
  problem: Omit<Problem, 'start'>,
  parameters: readonly number[],
  residuals: Float64Array,
): { matrix: number[][]; gradient: number[] } {
  const columns = parameters.map((value, i) => {
    if (problem.lower[i] === problem.upper[i]) return new Float64Array(residuals.length);
    const step = value + problem.steps[i] > problem.upper[i] ? -problem.steps[i] : problem.steps[i];
    const moved = parameters.map((other, j) => (j === i ? value + step : other));
    const column = problem.residuals(moved);
    for (let row = 0; row < column.length; row++) column[row] = (column[row] - residuals[row]) / step;
    return column;
  });
  return { matrix: columns.map((a) => columns.map((b) => dot(a, b))), gradient: columns.map((a) => dot(a, residuals)) };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row++) sum += a[row] * b[row];
  return sum;
}

/** A sum of terms, each times a parameter, fitted to values. */
export interface LinearFit {
  parameters: number[];
  /** Values less the sum. */
  residuals: number[];
  /** Variances of the parameters for values in units of their σ, or for weights of 1/σ². */
  variances: () => number[];
}

/** @param terms of each value; @param weights of the values, 1 where none are given */
export function linearFit(
  terms: readonly (readonly number[])[],
  values: readonly number[],
  weights?: readonly number[],
): LinearFit {
  const size = terms[0].length;
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const right = new Array<number>(size).fill(0);
  for (let at = 0; at < values.length; at++) {
    const own = terms[at];
    const weight = weights ? weights[at] : 1;
    for (let i = 0; i < size; i++) {
      right[i] += weight * own[i] * values[at];
      for (let j = 0; j < size; j++) matrix[i][j] += weight * own[i] * own[j];
    }
  }
  const parameters = solve(matrix, right);
  return {
    parameters,
    residuals: values.map((value, at) => terms[at].reduce((rest, term, i) => rest - term * parameters[i], value)),
    variances: () => inverse(matrix).map((row, i) => row[i]),
  };
}

/** Gaussian elimination with row exchange; a column without a pivot gets 0. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    if (rows[column][column] === 0) continue;
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row][column] / rows[column][column];
      for (let j = column; j <= size; j++) rows[row][j] -= factor * rows[column][j];
    }
  }
  return rows.map((row, i) => (row[i] === 0 ? 0 : row[size] / row[i]));
}

function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const columns = matrix.map((_, i) =>
    solve(
      matrix,
      matrix.map((__, j) => (i === j ? 1 : 0)),
    ),
  );
  return matrix.map((_, i) => columns.map((column) => column[i]));
}
