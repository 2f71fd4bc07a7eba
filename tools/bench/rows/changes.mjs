// One change of a candidate each: a field in another unit with its errors, or an impossible value.

/** @typedef {import('@exoplanet/contracts').CandidateRow} CandidateRow */
/** @typedef {(row: CandidateRow) => CandidateRow | undefined} Change gives undefined for a row without the field */

const EARTH_RADII_PER_SUN = 109.076;

/**
 * Multiplies a field and its errors.
 * @param {string} field
 * @param {number} factor
 * @returns {Change}
 */
const scaled = (field, factor) => (row) => {
  if (typeof row[field] !== 'number') return undefined;
  const changed = { ...row };
  for (const name of [field, `${field}_err`, `${field}_err_low`, `${field}_err_high`]) {
    const value = changed[name];
    if (typeof value === 'number') changed[name] = value * factor;
  }
  return changed;
};

/**
 * @param {number} maxRadius only for rows with a smaller radius
 * @returns {Change}
 */
const radiusOf100 = (maxRadius) => (row) =>
  typeof row.radius === 'number' && row.radius < maxRadius ? { ...row, radius: 100 } : undefined;

/** @type {Change} */
function impactBeyondTheStar(row) {
  const { impact, radius, star_radius: starRadius } = row;
  if (typeof impact !== 'number' || typeof radius !== 'number' || typeof starRadius !== 'number') return undefined;
  return { ...row, impact: 1.1 + radius / (EARTH_RADII_PER_SUN * starRadius) };
}

/** @type {{ title: string, change: Change }[]} */
export const CHANGES = [
  { title: 'durations in days', change: scaled('duration', 1 / 24) },
  { title: 'durations in minutes', change: scaled('duration', 60) },
  { title: 'periods in hours', change: scaled('period', 24) },
  { title: 'periods in years', change: scaled('period', 1 / 365.25) },
  { title: 'depths as a fraction', change: scaled('depth', 1e-6) },
  { title: 'depths in per cent', change: scaled('depth', 1e-4) },
  { title: 'radii in Jupiter radii', change: scaled('radius', 1 / 11.209) },
  { title: 'radii in solar radii', change: scaled('radius', 1 / EARTH_RADII_PER_SUN) },
  { title: 'radius 100 R⊕', change: radiusOf100(Infinity) },
  { title: 'radius 100 R⊕ in place of less than 30', change: radiusOf100(30) },
  { title: 'impact 1.1 + k', change: impactBeyondTheStar },
];
