/** Rows of the synthetic table. */
const ROWS = 40;

/**
 * A synthetic table of Kepler candidates in our own field names, planets and eclipsing binaries alternately, each row with its errors. Nothing
 * in it was observed. The same text every time.
 */
export function sampleTable(): string {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const isBinary = row % 4 === 3;
    const period = 1.7 + ((row * 37) % 61) * 0.9;
    const radius = isBinary ? 18 + (row % 5) * 4 : 1.1 + ((row * 7) % 13) * 0.2;
    // Of a star of one solar radius, which is 109 Earth radii.
    const depth = (1e6 * radius ** 2) / 109 ** 2;
    // 13 h for a period of a year and a star like the Sun.
    const duration = 13 * (period / 365.25) ** (1 / 3);
    return [
      `MADE-${String(row + 1).padStart(2, '0')}`,
      'KEPLER',
      period.toFixed(5),
      '0.00002',
      (duration * 0.8).toFixed(3),
      '0.05',
      depth.toFixed(1),
      (depth * 0.03).toFixed(1),
      radius.toFixed(2),
      (radius * 0.06).toFixed(2),
      isBinary ? '0.95' : '0.3',
      (12 + Math.sqrt(depth)).toFixed(1),
      '5778',
      '1.00',
    ].join(',');
  });
  const header =
    'id,source,period,period_err,duration,duration_err,depth,depth_err,radius,radius_err,impact,snr,star_teff,star_radius';
  return ['# Made, not observed: a table to try the commands with', header, ...lines, ''].join('\n');
}
