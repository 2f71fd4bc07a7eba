// One change of a candidate each: a field in another unit, its errors with it, or a value that cannot be.

const EARTH_RADII_PER_SUN = 109.076;

/** Multiplies a field and its errors; undefined for a row without the field. */
const scaled = (field, factor) => (row) => {
  if (typeof row[field] !== 'number') return undefined;
  const changed = { ...row };
  for (const name of [field, `${field}_err`, `${field}_err_low`, `${field}_err_high`])
    if (typeof changed[name] === 'number') changed[name] *= factor;
  return changed;
};

const radiusOf100 = (keep) => (row) =>
  typeof row.radius === 'number' && keep(row.radius) ? { ...row, radius: 100 } : undefined;

function impactBeyondTheStar(row) {
  if (typeof row.impact !== 'number' || typeof row.radius !== 'number' || typeof row.star_radius !== 'number')
    return undefined;
  return { ...row, impact: 1.1 + row.radius / (EARTH_RADII_PER_SUN * row.star_radius) };
}

/** @type {{ title: string, change: (row: import('@exoplanet/contracts').CandidateRow) => import('@exoplanet/contracts').CandidateRow | undefined }[]} */
export const CHANGES = [
  { title: 'durations in days', change: scaled('duration', 1 / 24) },
  { title: 'durations in minutes', change: scaled('duration', 60) },
  { title: 'periods in hours', change: scaled('period', 24) },
  { title: 'periods in years', change: scaled('period', 1 / 365.25) },
  { title: 'depths as a fraction', change: scaled('depth', 1e-6) },
  { title: 'depths in per cent', change: scaled('depth', 1e-4) },
  { title: 'radii in Jupiter radii', change: scaled('radius', 1 / 11.209) },
  { title: 'radii in solar radii', change: scaled('radius', 1 / EARTH_RADII_PER_SUN) },
  { title: 'radius 100 R⊕', change: radiusOf100(() => true) },
  { title: 'radius 100 R⊕ in place of less than 30', change: radiusOf100((radius) => radius < 30) },
  { title: 'impact 1.1 + k', change: impactBeyondTheStar },
];
