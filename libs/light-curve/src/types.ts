import type { QualityLevel } from '@exoplanet/contracts';
import type { PixelImages, PixelSeries } from './pixels/pixel-images';

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
  /** Errors (1 σ) in the same units. */
  teffErr?: number;
  loggErr?: number;
  radiusErr?: number;
  magnitudeErr?: number;
}

/** The bits of a quality flag that drop a cadence, by level. */
export type QualityMasks = Record<Exclude<QualityLevel, 'none'>, number>;

/** Something that the reader or the cleaning did and that the user should know. Never an error. */
export interface Notice {
  code:
    | 'times_sorted'
    | 'repeated_rows_dropped'
    | 'negative_fluxes_kept'
    | 'baseline_zero'
    | 'sap_flux_used'
    | 'dilution_corrected'
    | 'better_flux_unknown'
    | 'flux_converted'
    | 'quality_not_used'
    | 'placeholders_dropped'
    | 'time_inexact'
    | 'stars_joined'
    | 'background_removed'
    | 'aperture_chosen'
    | 'exposures_averaged'
    | 'pixels_beside_curve'
    | 'pixels_left_out'
    | 'time_system_assumed'
    | 'time_system_converted'
    | 'star_unnamed';
  file: string;
  message: string;
}

/** How the time system of a file was determined. */
export type TimeSystemOrigin = 'header' | 'column name' | 'values' | 'mission' | 'assumed' | 'given';

/**
 * One file as it was read: every row with a finite time, in time order, flux in the file's own unit.
 * Arrays have the same length; a missing measurement is NaN.
 */
export interface RawLightCurve {
  /** Name of the file, as the user knows it. */
  file: string;
  target: Target;
  /** The observing stretch of the file: `Q5`, `S12`, `C3`. */
  stretch?: string;
  /** CCD channel or camera and CCD, where the header names it. */
  detector?: string;
  /** Part of the light in the aperture that is the star's, 0 to 1 (CROWDSAP). */
  crowding?: number;
  timeSystem: TimeSystem;
  timeSystemFrom: TimeSystemOrigin;
  /** Mid-cadence time [d] in `timeSystem`. */
  time: Float64Array;
  flux: Float64Array;
  fluxErr?: Float64Array;
  /** Name of the column the flux comes from, for example `PDCSAP_FLUX`. */
  fluxColumn: string;
  /** Quality bit mask of the mission; 0 is good. */
  quality?: Int32Array;
  /** The bits that drop a cadence, where the mission's own masks do not apply. */
  qualityMasks?: QualityMasks;
  /** Flux-weighted centroids [pixels]. */
  centroidCol?: Float64Array;
  centroidRow?: Float64Array;
  /** Local image motion [pixels], which a centroid has to be corrected for. */
  motionCol?: Float64Array;
  motionRow?: Float64Array;
  /** Of a target pixel file: its images, and which of them belongs to each time. */
  pixels?: { images: PixelImages; index: Int32Array };
  /** Exposure (cadence) length [d]. */
  cadence: number;
  notices: Notice[];
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
  /** Quality bits that the files set and that do not exclude a point; 0 is good. Absent where no file has them. */
  quality?: Int32Array;
  /** Index of the quarter, sector or stretch between gaps that a cadence belongs to; detrending never crosses a segment. */
  segment: Int32Array;
  /** Flux-weighted centroids [pixels], where the source gives them. */
  centroidCol?: Float64Array;
  centroidRow?: Float64Array;
  /** Images of the target pixel files among the files, with times of their own. */
  pixels?: readonly PixelSeries[];
  /** Exposure (cadence) length [d]: models are averaged over it. */
  cadence: number;
}

/** A periodic transit: period [d], epoch = the time of one mid-transit [d, same system as the curve], duration first to last contact [h]. */
export interface Ephemeris {
  period: number;
  epoch: number;
  duration: number;
}

/** A measured value with its 1 σ error. */
export interface Measured {
  value: number;
  error: number;
}
