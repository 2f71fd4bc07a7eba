import type { Dice } from './dice';

const NUMBERS = ['1e999', '-1e999', '1e-320', '-0', '9007199254740993', '1'.repeat(400), '1e12', '1e10', 'NaN', '0x10'];
const NAMES = ['__proto__', 'constructor', 'toString', 'length', '', '\0', '$ref', 'period', 'source', 'predictions'];

/** Texts that parsers, paths, logs and Redis may stumble over. */
export const TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  '\r\nx-injected: 1',
  '../../etc/passwd',
  '%00',
  '%',
  '%c0%ae%c0%ae/',
  '{{7*7}}',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '\ud800',
  '🪐'.repeat(50),
  'a'.repeat(5000),
  '*',
  'predict:*',
  '-1',
  'null',
  'undefined',
  'NaN',
  '[object Object]',
  '__proto__',
  'constructor',
];

/** JSON of any type, mostly wrong where it stands; written as text, since some of it is not JSON. */
export function hostileJson(dice: Dice): string {
  switch (dice.below(9)) {
    case 0:
      return dice.pick(NUMBERS);
    case 1:
      return JSON.stringify(dice.pick(TEXTS));
    case 2:
      return dice.pick(['null', 'true', '[]', '{}', '""', '[[]]', '[null]', '{"":{}}']);
    case 3:
      return nested(dice.pick([10, 100, 2000, 20_000]), dice.pick(['[', '{"a":'] as const));
    case 4:
      return `[${'0,'.repeat(dice.pick([10, 1000, 20_000]))}0]`;
    case 5:
      return `{${Array.from({ length: dice.pick([1, 50, 2000]) }, (_, i) => `"k${i}":${i}`).join()}}`;
    case 6:
      return `{"${dice.pick(NAMES)}": ${dice.pick(NUMBERS)}, "${dice.pick(NAMES)}": {"${dice.pick(NAMES)}": []}}`;
    case 7:
      return JSON.stringify('x'.repeat(dice.pick([100, 10_000, 100_000])));
    default:
      return dice.pick(['{', '[', '"', '{"a"', '{"a":1,}', "{'a':1}", '\ufeff{}', '\\', '//', 'tru', '\0']);
  }
}

/** A recursive reader runs out of stack. */
const nested = (depth: number, open: '[' | '{"a":'): string =>
  `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`;

/** A candidate with one or more fields made wrong. */
export function hostileCandidate(dice: Dice): string {
  const fields = new Map<string, string>([
    ['source', '"KEPLER"'],
    ['period', '9.488'],
    ['radius', '2.26'],
    ['duration', '2.96'],
  ]);
  const names = [...fields.keys(), 'depth_err_low', 'epoch', 'id', 'star_id', 'diagnostics', ...NAMES];
  for (let changes = 1 + dice.below(3); changes > 0; changes--) {
    const name = dice.pick(names);
    if (dice.chance(0.2)) fields.delete(name);
    else fields.set(name, dice.chance(0.3) ? dice.pick(['"TESS"', '1', '-1', '1e11', 'null']) : hostileJson(dice));
  }
  return `{${[...fields].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join()}}`;
}
