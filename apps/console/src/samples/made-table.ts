import { seededNormal, seededRandom } from '@exoplanet/seeded-random';

const ROWS = 600;
const HEADER =
  'kepoi_name,koi_period,koi_period_err1,koi_period_err2,koi_duration,koi_duration_err1,koi_duration_err2,koi_depth,koi_depth_err1,koi_depth_err2,koi_prad,koi_prad_err1,koi_prad_err2,koi_impact,koi_model_snr,koi_teq,koi_insol,koi_steff,koi_slogg,koi_srad,koi_kepmag';

/**
 * A table as the archive writes KOIs, but made: transits around main-sequence stars with the geometry of Seager &
 * Mallén-Ornelas (2003, ApJ 585, 1038). Names begin with M. Periods, depths, radii, signal to noise and errors are drawn
 * from the middle of what the cumulative KOI table (https://doi.org/10.26133/NEA4) holds for objects of the same kind.
 */
export function madeTableFile(rows = ROWS): File {
  return new File([`# Made, not observed\n${HEADER}\n${madeRows(rows).join('\n')}\n`], 'made-catalogue.csv', {
    type: 'text/csv',
  });
}

const SUN_RADIUS_IN_EARTHS = 109.1;

interface Range {
  low: number;
  high: number;
}

/** The middle half of the table's objects of one kind. Errors are shares of their value. */
interface Kind {
  share: number;
  period: Range;
  depth: Range;
  impact: Range;
  periodError: Range;
  durationError: Range;
  depthError: Range;
  radiusError: Range;
}

const KINDS: readonly Kind[] = [
  {
    // Confirmed planets.
    share: 0.6,
    period: { low: 3, high: 40 },
    depth: { low: 150, high: 1500 },
    impact: { low: 0.02, high: 0.8 },
    periodError: { low: 2e-6, high: 7e-6 },
    durationError: { low: 0.018, high: 0.05 },
    depthError: { low: 0.015, high: 0.055 },
    radiusError: { low: 0.06, high: 0.18 },
  },
  {
    // False positives with a stellar eclipse: grazing or full eclipses of one star by another.
    share: 0.28,
    period: { low: 0.9, high: 21 },
    depth: { low: 10_000, high: 186_000 },
    impact: { low: 0.3, high: 1.1 },
    periodError: { low: 6e-8, high: 8e-7 },
    durationError: { low: 0.0005, high: 0.007 },
    depthError: { low: 0.0006, high: 0.0055 },
    radiusError: { low: 0.15, high: 0.3 },
  },
  {
    // Weak signals of long period, as noise and spacecraft leave them.
    share: 0.12,
    period: { low: 40, high: 400 },
    depth: { low: 130, high: 600 },
    impact: { low: 0.04, high: 0.9 },
    periodError: { low: 1e-5, high: 4e-5 },
    durationError: { low: 0.06, high: 0.15 },
    depthError: { low: 0.08, high: 0.14 },
    radiusError: { low: 0.15, high: 0.35 },
  },
];

function madeRows(rows: number): string[] {
  const random = seededRandom(3);
  const normal = seededNormal(4);
  const between = ({ low, high }: Range) => low + (high - low) * random();
  const betweenLogs = ({ low, high }: Range) => low * (high / low) ** random();
  const anyKind = () => {
    let left = random();
    return KINDS.find(({ share }) => (left -= share) < 0) ?? KINDS[0];
  };
  return Array.from({ length: rows }, (_, row) => {
    const kind = anyKind();
    const mass = 0.7 + 0.5 * random();
    const starRadius = mass ** 0.9;
    const teff = 5780 * mass ** 0.6 + 60 * normal();
    const logg = 4.438 + Math.log10(mass / starRadius ** 2);
    const period = betweenLogs(kind.period);
    const depth = betweenLogs(kind.depth);
    const impact = between(kind.impact);
    // Beyond half the stellar radius the limb is darker, and past the limb only a part of the companion is in front.
    const ratio = Math.sqrt(depth * 1e-6) * (1 + 0.9 * Math.max(0, impact - 0.5));
    const radius = ratio * SUN_RADIUS_IN_EARTHS * starRadius;
    // a / R★ by Kepler's third law: 4.2 for a day around the Sun.
    const separation = (4.2 * (period ** 2 * mass) ** (1 / 3)) / starRadius;
    const chord = Math.sqrt(Math.max(0.05, (1 + ratio) ** 2 - impact ** 2));
    const duration = ((period * 24) / Math.PI) * Math.asin(Math.min(1, chord / separation));
    const depthError = betweenLogs(kind.depthError);
    const insolation = (teff / 5780) ** 4 * (215 / separation) ** 2;
    const cells: (string | number)[] = [
      `M${String(row + 1).padStart(5, '0')}.01`,
      period.toFixed(9),
      ...errors(period * betweenLogs(kind.periodError)),
      duration.toFixed(4),
      ...errors(duration * betweenLogs(kind.durationError)),
      depth.toFixed(1),
      ...errors(depth * depthError),
      radius.toFixed(2),
      ...errors(radius * betweenLogs(kind.radiusError)),
      impact.toFixed(3),
      (0.85 / depthError).toFixed(1),
      Math.round(278.5 * insolation ** 0.25 * 0.91),
      insolation.toFixed(2),
      Math.round(teff),
      logg.toFixed(3),
      starRadius.toFixed(3),
      (12.5 + 3.2 * random()).toFixed(3),
    ];
    return cells.join(',');
  });
}

const errors = (value: number): string[] => [value.toPrecision(3), (-value).toPrecision(3)];
