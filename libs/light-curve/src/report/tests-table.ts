import type { VetTestDto } from '@exoplanet/contracts';
import { significant } from '../significant';
import { type Box, RED } from './plot';
import { textAt, wrapped } from './svg-text';

/** Titles of the vetting tests on the page. */
const TITLES: Record<string, string> = {
  significance: 'Significance',
  transit_count: 'Number of transits',
  transit_timing: 'Transit times',
  odd_even: 'Odd and even transits',
  secondary_eclipse: 'Secondary eclipse',
  phase_variation: 'Tides of a star',
  uniqueness: 'Uniqueness',
  v_shape: 'V shape',
  duration: 'Duration and stellar density',
  size: 'Size',
  depth_consistency: 'Equal depths',
  alias: 'Instrumental period',
  centroid_shift: 'Centroid shift',
  difference_image: 'Difference image',
};

const VERDICTS: Record<VetTestDto['verdict'], { word: string; colour: string }> = {
  pass: { word: 'pass', colour: '#1a7f37' },
  fail: { word: 'FAIL', colour: RED },
  not_testable: { word: 'not tested', colour: '#777' },
};

/** Columns: verdict, name, value, limit, sentence, as parts of the width. */
const COLUMNS = [0, 0.075, 0.255, 0.365, 0.465] as const;
const TEXT = 8.5;

/** Lines of a sentence, and their height [px]. */
const MAX_LINES = 3;
const LINE = 10;

/** Units as a reader knows them. */
const UNITS: Record<string, string> = { R_earth: 'R⊕' };

/** The tests, failed ones first and on red. Sentences are cut only where the whole table would not fit. */
export function testsTable({ x, y, width, height }: Box, tests: readonly VetTestDto[]): string {
  const order = { fail: 0, pass: 1, not_testable: 2 };
  const sorted = [...tests].sort((a, b) => order[a.verdict] - order[b.verdict]);
  const sentencesIn = (most: number) =>
    sorted.map(({ sentence }) => wrapped(sentence, width * (1 - COLUMNS[4]) - 8, TEXT, most));
  const room = height - 12;
  const sentences = [MAX_LINES, 2, 1].map(sentencesIn).find((all) => heightOf(all, 0) <= room) ?? sentencesIn(1);
  const space = Math.min(6, Math.max(0, (room - heightOf(sentences, 0)) / Math.max(1, sorted.length)));
  const heads = ['verdict', 'test', 'value', 'passes', 'what it says'].map((name, column) =>
    textAt(x + 4 + COLUMNS[column] * width, y + 8, name, { size: 8, colour: '#666' }),
  );
  let top = y + 12;
  const rows = sorted.map((test, index) => {
    const box = { x, y: top, width, height: heightOf([sentences[index]], space) };
    top += box.height;
    return testRow(test, box, sentences[index]);
  });
  return `${textAt(x, y - 6, 'Tests', { size: 10.5, weight: 'bold' })}${heads.join('')}${rows.join('')}`;
}

const heightOf = (sentences: readonly string[][], space: number): number =>
  sentences.reduce((sum, lines) => sum + lines.length * LINE + 4 + space, 0);

function testRow(
  { name, value, limit, limit_is, unit, verdict }: VetTestDto,
  { x, y, width, height }: Box,
  lines: readonly string[],
): string {
  const failed = verdict === 'fail';
  const at = (column: number) => x + 4 + COLUMNS[column] * width;
  const room = (column: number) => ((COLUMNS[column + 1] ?? 1) - COLUMNS[column]) * width - 8;
  const baseline = y + 10;
  const { word, colour } = VERDICTS[verdict];
  const withUnit = (number: number | null) =>
    number === null ? '–' : `${significant(number, 3)}${unit ? ` ${UNITS[unit] ?? unit}` : ''}`;
  const cells = [
    TITLES[name] ?? name.replaceAll('_', ' '),
    withUnit(value),
    `${limit_is === 'maximum' ? '≤' : '≥'} ${withUnit(limit)}`,
  ].map((text, index) =>
    textAt(at(index + 1), baseline, wrapped(text, room(index + 1), 9, 1)[0] ?? '', {
      size: 9,
      weight: failed ? 'bold' : 'normal',
    }),
  );
  const says = lines.map((line, index) =>
    textAt(at(4), baseline + index * LINE, line, { size: TEXT, colour: failed ? RED : '#333' }),
  );
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${failed ? '#fdebec' : '#fff'}"/><path d="M${x} ${y}h${width}" stroke="#e3e5e8"/>`,
    textAt(x + 4, baseline, word, { size: 9, weight: 'bold', colour }),
    ...cells,
    ...says,
  ].join('');
}
