/** Time systems met in transit photometry. BKJD = BJD − 2454833 (Kepler, K2), BTJD = BJD − 2457000 (TESS). */
export type TimeSystem = 'BJD' | 'BKJD' | 'BTJD';

/** BJD of time zero in each system [d]. */
export const TIME_ZERO: Record<TimeSystem, number> = { BJD: 0, BKJD: 2454833, BTJD: 2457000 };

export type Mission = 'KEPLER' | 'K2' | 'TESS';

/** What the file headers say about the star; a value that is not given is absent, never zero. */
export interface Target {
  /** For example `KIC 10797460`, `TIC 307210830`. */
  name?: string;
  mission?: Mission;
  /** Effective temperature [K], surface gravity [log10(cm/s²)], radius [R☉], magnitude [mag], mass [M☉]. */
  teff?: number;
  logg?: number;
  radius?: number;
  magnitude?: number;
  mass?: number;
}

/**
 * One star's photometry, time-ordered, finite, quality-masked. All arrays have the same length.
 * Flux is relative: each segment has median 1.
 */
export interface LightCurve {
  /** Mid-cadence time [d] in `timeSystem`. */
  time: Float64Array;
  timeSystem: TimeSystem;
  flux: Float64Array;
  /** 1 σ of `flux`, same unit. */
  fluxErr: Float64Array;
  /** Index of the quarter, sector or stretch between gaps that a cadence belongs to; detrending never crosses a segment. */
  segment: Int32Array;
  /** Flux-weighted centroids [pixels], where the source gives them. */
  centroidCol?: Float64Array;
  centroidRow?: Float64Array;
  /** Exposure (cadence) length [d]: models are averaged over it. */
  cadence: number;
}

/** A periodic box or transit: period [d], epoch = mid-transit time of the first transit in the data [d, same system], duration [h], depth [ppm]. */
export interface Ephemeris {
  period: number;
  epoch: number;
  duration: number;
}
