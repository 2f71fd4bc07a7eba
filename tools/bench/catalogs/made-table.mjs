const NAMES = [
  'id',
  'source',
  'period',
  'period_err',
  'radius',
  'depth',
  'duration',
  'star_teff',
  'star_logg',
  'star_radius',
];
const KEPT = Array.from({ length: 40 }, (_, column) => `extra_${column}`);
/** Rows that are made at a time. */
const GROUP = 1000;

/**
 * A table of 50 columns: ten of our own and forty that are kept, the same for the same number of rows.
 * @param {number} rows
 * @returns {Generator<string>}
 */
export function* madeTable(rows) {
  yield [...NAMES, ...KEPT].join(',') + '\n';
  for (let from = 0; from < rows; from += GROUP) {
    let text = '';
    for (let row = from; row < Math.min(rows, from + GROUP); row++) text += `${madeRow(row)}\n`;
    yield text;
  }
}

/** @param {number} row */
function madeRow(row) {
  const period = 0.5 + (row % 9973) * 0.0401;
  const radius = 0.5 + (row % 97) * 0.31;
  const own = [
    `M${row}`,
    'KEPLER',
    period.toFixed(5),
    (period * 1e-5).toFixed(7),
    radius.toFixed(2),
    (radius * radius * 84).toFixed(1),
    (1 + (row % 53) * 0.17).toFixed(3),
    4000 + (row % 3001),
    (3.5 + (row % 11) * 0.1).toFixed(2),
    (0.6 + (row % 17) * 0.09).toFixed(3),
  ];
  const kept = KEPT.map((_, column) => (((row * 7919 + column * 104729) % 1000003) / 1000).toFixed(3));
  return [...own, ...kept].join(',');
}
