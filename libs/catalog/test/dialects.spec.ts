import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectTable } from '../src';
import { summary } from './golden-summary';
import { read } from './read';

const folder = join(import.meta.dirname, 'dialects');
const files = readdirSync(folder).filter((name) => !/\.golden\.json$|^README/.test(name));

/** Headers as in files of the archive, MAST, ExoFOP and MIT; the numbers are invented. */
describe('a table that people bring', () => {
  it.each(files)('%s: kind, unit of every field and first candidate are those of the golden file', async (file) => {
    const found = await summary(readFileSync(join(folder, file)));
    expect(found).toEqual(JSON.parse(readFileSync(join(folder, `${file}.golden.json`), 'utf8')));
  });

  it.each(files)('%s: is detected as it is read, with its first rows before and after', async (file) => {
    const bytes = readFileSync(join(folder, file));
    const detection = await detectTable(bytes);
    const { detection: whole, rows } = await read(bytes);
    expect(detection).toEqual(whole);
    expect(detection.preview.find(({ after }) => after)).toMatchObject({
      before: rows[0].cells,
      after: rows[0].candidate,
    });
  });

  it.each(files)('%s: no label, score, flag or comment is part of a candidate', async (file) => {
    const { rows } = await read(readFileSync(join(folder, file)));
    expect(JSON.stringify(rows.map(({ candidate }) => candidate))).not.toMatch(
      /CONFIRMED|FALSE|CANDIDATE|"PC"|0\.999|grazing|perhaps|found by eye/,
    );
  });
});
