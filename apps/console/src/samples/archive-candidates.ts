/**
 * Candidates typed from the NASA Exoplanet Archive, with their errors, as addresses of the candidate page.
 * KOI: cumulative table, https://doi.org/10.26133/NEA4. TOI: https://doi.org/10.26134/ExoFOP3. Both as of 2025-10-04.
 */
export interface ArchiveCandidate {
  id: string;
  what: string;
  source: string;
  search: string;
}

const link = (values: Record<string, string | number>): string =>
  new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)])).toString();

const KOI_TABLE = 'NASA Exoplanet Archive, cumulative KOI table';

export const ARCHIVE_CANDIDATES: readonly ArchiveCandidate[] = [
  {
    id: 'K00752.01',
    what: 'Kepler-227 b, a confirmed planet',
    source: KOI_TABLE,
    search: link({
      id: 'K00752.01',
      source: 'KEPLER',
      period: 9.48803557,
      period_err: 2.775e-5,
      duration: 2.9575,
      duration_err: 0.0819,
      depth: 615.8,
      depth_err: 19.5,
      radius: 2.26,
      radius_err_low: 0.15,
      radius_err_high: 0.26,
      impact: 0.146,
      impact_err_low: 0.146,
      impact_err_high: 0.318,
      snr: 35.8,
      teq: 793,
      insol: 93.59,
      insol_err_low: 16.65,
      insol_err_high: 29.45,
      star_teff: 5455,
      star_teff_err: 81,
      star_logg: 4.467,
      star_logg_err_low: 0.096,
      star_logg_err_high: 0.064,
      star_radius: 0.927,
      star_radius_err_low: 0.061,
      star_radius_err_high: 0.105,
      star_mag: 15.347,
    }),
  },
  {
    id: 'K00753.01',
    what: 'A grazing candidate whose radius is not known well',
    source: KOI_TABLE,
    search: link({
      id: 'K00753.01',
      source: 'KEPLER',
      period: 19.89913995,
      period_err: 1.494e-5,
      duration: 1.7822,
      duration_err: 0.0341,
      depth: 10829,
      depth_err: 171,
      radius: 14.6,
      radius_err_low: 1.31,
      radius_err_high: 3.92,
      impact: 0.969,
      impact_err_low: 0.077,
      impact_err_high: 5.126,
      snr: 76.3,
      teq: 638,
      insol: 39.3,
      insol_err_low: 10.49,
      insol_err_high: 31.04,
      star_teff: 5853,
      star_teff_err_low: 176,
      star_teff_err_high: 158,
      star_logg: 4.544,
      star_logg_err_low: 0.176,
      star_logg_err_high: 0.044,
      star_radius: 0.868,
      star_radius_err_low: 0.078,
      star_radius_err_high: 0.233,
      star_mag: 15.436,
    }),
  },
  {
    id: 'TOI-700.01',
    what: 'TOI-700 c, a confirmed planet of TESS',
    source: 'NASA Exoplanet Archive, TESS objects of interest',
    search: link({
      id: 'TOI-700.01',
      source: 'TESS',
      period: 16.051106,
      period_err: 9e-6,
      duration: 1.3968,
      duration_err: 0.0545,
      depth: 2768.5,
      depth_err: 74.3,
      radius: 2.587,
      radius_err: 0.102,
      teq: 327.8,
      insol: 2.728,
      star_teff: 3482,
      star_logg: 4.438,
      star_radius: 0.4195,
      star_radius_err: 0.0126,
      star_mag: 10.9102,
      star_mag_err: 0.007,
      star_distance: 31.1265,
      star_distance_err: 0.0206,
      star_pmra: -102.75,
      star_pmra_err: 0.051,
      star_pmdec: 161.805,
      star_pmdec_err: 0.06,
    }),
  },
];
