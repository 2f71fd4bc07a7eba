import { present } from '../present';
import type { Mission, Target } from '../types';
import { type FitsHeader, numberOf, textOf } from './fits-header';

const MISSION_OF_CATALOGUE: Record<string, Mission> = { KIC: 'KEPLER', EPIC: 'K2', TIC: 'TESS' };
/** Numbers of the EPIC begin at 200 million, those of the KIC end at 13 million. */
const FIRST_EPIC = 200_000_000;

const TIC_KEYS = ['TICID', 'TIC_ID', 'TIC'];
const KEPLER_KEYS = ['KEPLERID', 'KEPLER_ID', 'KEPID', 'KIC', 'KIC_ID'];
const EPIC_KEYS = ['EPIC', 'EPICID', 'EPIC_ID', 'K2ID'];

/** The star that a header names, under whichever keyword; a catalogue number before a name. */
export function starInHeader(header: FitsHeader): Target {
  const tic = firstNumber(header, TIC_KEYS);
  if (tic !== undefined) return starOf('TIC', tic);
  const epic = firstNumber(header, EPIC_KEYS);
  if (epic !== undefined) return starOf('EPIC', epic);
  const kepler = firstNumber(header, KEPLER_KEYS);
  if (kepler !== undefined) return starOf(kepler >= FIRST_EPIC ? 'EPIC' : 'KIC', kepler);
  for (const key of ['OBJECT', 'TARGETID', 'TARGET', 'STAR']) {
    const text = textOf(header, key)?.trim();
    if (text === undefined) continue;
    const target = starInText(text);
    return target.name === undefined ? { name: text } : target;
  }
  return {};
}

/** The star that a free text names by its number in the Kepler, K2 or TESS input catalogue: `KIC 757450`, `TICID = 1234`. */
export function starInText(text: string): Target {
  const [, key, number] =
    /(?<![a-z])(KIC|EPIC|TIC|KEPLER|KEP|K2)(?:[\s_-]*ID)?(?:[\s_:=#"'-]|\.0*(?=\d))*0*(\d{2,16})(?!\d)/i.exec(text) ??
    [];
  if (key === undefined || number === undefined) return {};
  const name = key.toUpperCase();
  if (name in MISSION_OF_CATALOGUE) return starOf(name, Number(number));
  return /(KEPLER|KEP)[\s_-]*ID/i.test(text)
    ? starOf(Number(number) >= FIRST_EPIC ? 'EPIC' : 'KIC', Number(number))
    : {};
}

/** Names of the archives' files, for example kplr010797460-2009166043257_llc.fits. */
const FILE_NAMES: readonly [catalogue: string, pattern: RegExp][] = [
  ['KIC', /^kplr0*(\d{5,9})[-_]/i],
  ['EPIC', /^ktwo0*(\d{9})[-_]/i],
  ['TIC', /^tess\d{10,}-s\d{4}-0*(\d{3,16})-/i],
  ['EPIC', /^hlsp_(?:k2sff|everest|k2sc|k2varcat|polar)_.*?[_-](2\d{8})[-_]/i],
  ['TIC', /^hlsp_.*[-_]s\d{4}-0*(\d{3,16})[-_]/i],
];

/** The star that a file's name names. */
export function starInFileName(file: string): Target {
  for (const [catalogue, pattern] of FILE_NAMES) {
    const number = pattern.exec(file)?.[1];
    if (number !== undefined) return starOf(catalogue, Number(number));
  }
  const [, catalogue, number] = /(?<![a-z])(kic|epic|tic)[\s_-]*0*(\d{2,16})(?!\d)/i.exec(file) ?? [];
  return catalogue === undefined ? {} : starOf(catalogue.toUpperCase(), Number(number));
}

function starOf(catalogue: string, number: number): Target {
  return { name: `${catalogue} ${number}`, ...present({ mission: MISSION_OF_CATALOGUE[catalogue] }) };
}

/** Numbers are also written as text. */
function firstNumber(header: FitsHeader, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = numberOf(header, key) ?? Number((textOf(header, key) ?? '').replace(/^\D+/, '') || Number.NaN);
    if (Number.isSafeInteger(value) && value > 0) return value;
  }
  return undefined;
}
