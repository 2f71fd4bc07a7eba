import { medianOfMiddle } from '../statistics/median';

/** Tukey's constant in units of the MAD, as in wotan (Hippke et al. 2019, AJ 158, 143): points beyond it have no weight. */
const CUTOFF_MADS = 5;
const MAX_ITERATIONS = 6;
/** From one iteration to the next the MAD seldom changes by more than this factor. */
const MAD_ROOM = 1.25;
/** Iteration stops when the value changes by less than this fraction of the scatter. */
const TOLERANCE = 1e-3;

/** Polynomial degree of the local fit: 1 follows an unmasked transit less, 2 follows the star across a masked one. */
export type Degree = 1 | 2;

/**
 * Robust local polynomial by iteratively reweighted least squares with Tukey's biweight: its value at x = 0.
 * Work arrays are kept between calls, so a fit allocates nothing.
 */
export class BiweightFit {
  private readonly scratch: Float64Array;
  private readonly coefficients = new Float64Array(3);

  /** `capacity`: most points a fit will have. */
  constructor(capacity: number) {
    this.scratch = new Float64Array(capacity);
  }

  /** The trend at x = 0 from the first `count` (> 0) points of x (of order 1) and y. */
  valueAtZero(x: Float64Array, y: Float64Array, count: number, degree: Degree): number {
    const { coefficients } = this;
    coefficients.fill(0);
    let cutoff = Infinity;
    let mad = 0;
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      const before = coefficients[0];
      // The first pass fits slope and curvature to all points: with a constant, a steeply varying star would look like outliers.
      if (!this.solve(x, y, count, cutoff, degree)) return before;
      mad = this.medianDeviation(x, y, count, mad);
      if (mad === 0) break;
      cutoff = CUTOFF_MADS * mad;
      if (iteration > 1 && Math.abs(coefficients[0] - before) < TOLERANCE * mad) break;
    }
    return coefficients[0];
  }

  /**
   * MAD of the points from the current polynomial.
   * @param near MAD of the previous iteration, 0 if none. The new MAD is usually close to it, so only deviations near it are searched.
   */
  private medianDeviation(x: Float64Array, y: Float64Array, count: number, near: number): number {
    const [c0, c1, c2] = this.coefficients as unknown as [number, number, number];
    const { scratch } = this;
    const [least, most] = near > 0 ? [near / MAD_ROOM, near * MAD_ROOM] : [0, Infinity];
    let [below, kept] = [0, 0];
    for (let i = 0; i < count; i++) {
      const at = x[i];
      const deviation = Math.abs(y[i] - (c0 + at * (c1 + at * c2)));
      if (deviation < least) below++;
      else if (deviation <= most) scratch[kept++] = deviation;
    }
    const median = medianOfMiddle(scratch, kept, count, below);
    return Number.isNaN(median) && near > 0 ? this.medianDeviation(x, y, count, 0) : median;
  }

  /** Weighted normal equations of the polynomial; false (and no change) when they are singular. */
  private solve(x: Float64Array, y: Float64Array, count: number, cutoff: number, degree: Degree): boolean {
    const { coefficients } = this;
    const [c0, c1, c2] = coefficients as unknown as [number, number, number];
    let s0 = 0,
      s1 = 0,
      s2 = 0,
      s3 = 0,
      s4 = 0,
      t0 = 0,
      t1 = 0,
      t2 = 0;
    for (let i = 0; i < count; i++) {
      const at = x[i];
      const value = y[i];
      const u = (value - (c0 + at * (c1 + at * c2))) / cutoff;
      if (u >= 1 || u <= -1) continue;
      const root = 1 - u * u;
      const weight = root * root;
      const weighted = weight * at;
      const square = weighted * at;
      s0 += weight;
      s1 += weighted;
      s2 += square;
      t0 += weight * value;
      t1 += weighted * value;
      if (degree === 2) {
        s3 += square * at;
        s4 += square * at * at;
        t2 += square * value;
      }
    }
    return degree === 1 ? this.line(s0, s1, s2, t0, t1) : this.parabola(s0, s1, s2, s3, s4, t0, t1, t2);
  }

  private line(s0: number, s1: number, s2: number, t0: number, t1: number): boolean {
    const determinant = s0 * s2 - s1 * s1;
    if (!(determinant > 1e-10 * s0 * s2)) return this.constant(s0, t0);
    this.coefficients[0] = (t0 * s2 - t1 * s1) / determinant;
    this.coefficients[1] = (s0 * t1 - s1 * t0) / determinant;
    return true;
  }

  private parabola(
    s0: number,
    s1: number,
    s2: number,
    s3: number,
    s4: number,
    t0: number,
    t1: number,
    t2: number,
  ): boolean {
    const a = s2 * s4 - s3 * s3;
    const b = s2 * s3 - s1 * s4;
    const c = s1 * s3 - s2 * s2;
    const determinant = s0 * a + s1 * b + s2 * c;
    if (!(determinant > 1e-8 * s0 * s2 * s4)) return this.line(s0, s1, s2, t0, t1);
    this.coefficients[0] = (t0 * a + t1 * b + t2 * c) / determinant;
    this.coefficients[1] = (t0 * b + t1 * (s0 * s4 - s2 * s2) + t2 * (s1 * s2 - s0 * s3)) / determinant;
    this.coefficients[2] = (t0 * c + t1 * (s1 * s2 - s0 * s3) + t2 * (s0 * s2 - s1 * s1)) / determinant;
    return true;
  }

  private constant(s0: number, t0: number): boolean {
    if (!(s0 > 0)) return false;
    this.coefficients[0] = t0 / s0;
    this.coefficients[1] = this.coefficients[2] = 0;
    return true;
  }
}
