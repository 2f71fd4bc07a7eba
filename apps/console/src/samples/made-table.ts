import { seededNormal, seededRandom } from '@exoplanet/seeded-random';

export const MADE_TABLE_NAME = 'Made catalogue';

const ROWS = 600;
const HEADER =
  'kepoi_name,koi_period,koi_period_err1,koi_period_err2,koi_duration,koi_duration_err1,koi_duration_err2,koi_depth,koi_depth_err1,koi_depth_err2,koi_prad,koi_prad_err1,koi_prad_err2,koi_impact,koi_model_snr,koi_teq,koi_insol,koi_steff,koi_slogg,koi_srad,koi_kepmag';

/**
 * A table as the archive writes KOIs, but made: transits around main-sequence stars with the geometry of Seager &
 * Mallén-Ornelas (2003, ApJ 585, 1038), planets for most rows and eclipsing stars for the rest. Names begin with M.
 */
export function madeTableFile(rows = ROWS): File {
  return new File([`# Made, not observed\n${HEADER}\n${madeRows(rows).join('\n')}\n`], 'made-catalogue.csv', {
    type: 'text/csv',
  });
}

const SUN_RADIUS_IN_EARTHS = 109.1;

function madeRows(rows: number): string[] {
  const random = seededRandom(3);
  const normal = seededNormal(4);
  return Array.from({ length: rows }, (_, row) => {
    const mass = 0.6 + 0.7 * random();
    const starRadius = mass ** 0.9;
    const teff = 5780 * mass ** 0.6;
    const logg = 4.438 + Math.log10(mass / starRadius ** 2);
    const isStar = random() < 0.35;
    const period = 10 ** (random() * 2.1 - 0.1);
    const radius = isStar ? 10 ** (1.1 + random()) : 10 ** (0.05 + 0.55 * random() + 0.1 * normal());
    const ratio = radius / (SUN_RADIUS_IN_EARTHS * starRadius);
    const impact = random() * (isStar ? 1 + ratio * 0.5 : 0.85);
    // a / R★ by Kepler's third law: 4.2 for a day around the Sun.
    const separation = (4.2 * (period ** 2 * mass) ** (1 / 3)) / starRadius;
    const chord = Math.sqrt(Math.max(0.02, (1 + ratio) ** 2 - impact ** 2));
    const duration = ((period * 24) / Math.PI) * Math.asin(Math.min(1, chord / separation));
    const depth = 1e6 * ratio ** 2 * (impact > 1 - ratio ? 0.5 : 1);
    const mag = 11 + 4.5 * random();
    const noise = 40 * 10 ** (0.2 * (mag - 12));
    const snr = (depth / noise) * Math.sqrt(((1400 / period) * duration) / 6.5) * 0.35;
    const depthError = depth / Math.max(snr, 3);
    const insolation = (teff / 5780) ** 4 * (215 / separation) ** 2;
    const cells: (string | number)[] = [
      `M${String(row + 1).padStart(5, '0')}.01`,
      period.toFixed(6),
      ...errors(2e-6 * period),
      duration.toFixed(4),
      ...errors(duration * 0.03),
      depth.toFixed(1),
      ...errors(depthError),
      radius.toFixed(2),
      ...errors(radius * 0.08),
      impact.toFixed(3),
      snr.toFixed(1),
      Math.round(278.5 * insolation ** 0.25 * 0.91),
      insolation.toFixed(2),
      Math.round(teff),
      logg.toFixed(3),
      starRadius.toFixed(3),
      mag.toFixed(3),
    ];
    return cells.join(',');
  });
}

const errors = (value: number): string[] => [value.toPrecision(3), (-value).toPrecision(3)];
