const NAMES = [
  'id',
  'source',
  'star_id',
  'ra',
  'dec',
  'period',
  'period_err',
  'epoch',
  'radius',
  'depth',
  'duration',
  'star_teff',
  'star_logg',
  'star_radius',
  'star_mag',
];
const KEPT = Array.from({ length: 35 }, (_, column) => `extra_${column}`);
/** Rows that are made at a time. */
const GROUP = 1000;
/** Largest number of rows on one star. */
const MAX_OBJECTS = 5;
/** Of this many stars, one shows the signal of the star before it, as a bright eclipsing binary leaves on its neighbours. */
const CONTAMINATED = 50;

/** @typedef {{ number: number, objects: number }} Star a star and the number of its rows */

/**
 * A table of 50 columns in the Kepler field: fifteen of our own and 35 that are kept, the same for the same number of rows. Stars
 * have one to five rows, and some rows repeat the ephemeris of a row of a neighbouring star.
 * @param {number} rows
 * @returns {Generator<string>}
 */
export function* madeTable(rows) {
  yield [...NAMES, ...KEPT].join(',') + '\n';
  let text = '';
  let row = 0;
  for (let star = 0; row < rows; star++) {
    const objects = Math.min(rows - row, 1 + Math.floor(MAX_OBJECTS * random(star, 0) ** 3));
    for (let object = 0; object < objects; object++, row++) {
      text += `${madeRow(row, star, object)}\n`;
      if (row % GROUP < GROUP - 1) continue;
      yield text;
      text = '';
    }
  }
  if (text) yield text;
}

/** @param {number} row @param {number} star @param {number} object */
function madeRow(row, star, object) {
  const isCopy = object === 0 && star % CONTAMINATED === CONTAMINATED - 1;
  // A copy has the ephemeris of the first row of the star before, seconds of arc away, and is a hundred times weaker.
  const signal = isCopy ? star - 1 : star;
  const period = 0.5 * 1000 ** random(signal, 10 + object);
  const epoch = 2454900 + period * random(signal, 20 + object);
  const depth = 10 ** (1.5 + 3 * random(signal, 30 + object)) / (isCopy ? 100 : 1);
  const radius = Math.sqrt(depth / 84);
  const own = [
    `M${row}`,
    'KEPLER',
    star,
    (280 + 20 * random(signal, 1) + (isCopy ? 0.003 : 0)).toFixed(6),
    (37 + 14 * random(signal, 2)).toFixed(6),
    period.toFixed(6),
    (period * 1e-5).toFixed(7),
    epoch.toFixed(5),
    radius.toFixed(3),
    depth.toFixed(1),
    (1 + 8 * random(row, 3)).toFixed(3),
    Math.round(4000 + 3000 * random(star, 4)),
    (3.5 + 1.2 * random(star, 5)).toFixed(2),
    (0.6 + 1.5 * random(star, 6)).toFixed(3),
    (11 + 5 * random(star, 7)).toFixed(2),
  ];
  const kept = KEPT.map((_, column) => (1000 * random(row, 100 + column)).toFixed(3));
  return [...own, ...kept].join(',');
}

/** A number in [0, 1) that depends on two others: the mixing steps of MurmurHash3. @param {number} a @param {number} b */
function random(a, b) {
  let hash = Math.imul(a ^ Math.imul(b + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
