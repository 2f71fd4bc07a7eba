/** Bodies shown in the API documentation. Kepler-227 b is K00752.01 of the KOI table. */
const FIVE_FIELDS = { period: 1.5, radius: 1.2, period_err: 0.01, radius_err: 0.05, source: 'KEPLER' };

export const CANDIDATE_EXAMPLES = {
  five_fields: { summary: 'Five fields', value: FIVE_FIELDS },
  kepler_227_b: {
    summary: 'Kepler-227 b',
    value: {
      id: 'K00752.01',
      source: 'KEPLER',
      period: 9.488,
      period_err: 0.0000278,
      duration: 2.9575,
      depth: 615.8,
      radius: 2.26,
      impact: 0.146,
      snr: 35.8,
      teq: 793,
      insol: 93.59,
      star_teff: 5455,
      star_logg: 4.467,
      star_radius: 0.927,
      star_mag: 15.347,
    },
  },
};

export const BATCH_EXAMPLES = {
  two: {
    summary: 'Two candidates',
    value: { predictions: [FIVE_FIELDS, { period: 3.2, radius: 14.1, depth: 18000, duration: 2.1, source: 'TESS' }] },
  },
};
