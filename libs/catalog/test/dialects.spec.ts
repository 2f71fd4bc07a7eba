import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectTable, type TableDetection } from '../src';
import { read } from './read';

const folder = join(import.meta.dirname, 'dialects');
const files = readdirSync(folder).filter((name) => !name.endsWith('.golden.json'));

/** What a golden file promises: the kind, what becomes of each column in which unit, the first candidate and what is refused. */
async function summary(bytes: Buffer) {
  const { detection, rows, refused } = await read(bytes);
  const { kind, dialect, format, confidence, header_line, plausibility } = detection;
  const named = (role: string) => detection.columns.filter((column) => column.role === role).map(({ name }) => name);
  return {
    kind,
    dialect,
    format,
    confidence,
    header_line,
    used: Object.fromEntries(detection.columns.filter(({ role }) => role === 'used').map(use)),
    kept: named('kept'),
    not_used: named('not_used'),
    unknown: named('unknown'),
    first_candidate: rows[0].candidate,
    notes: rows[0].notes,
    rows: rows.length,
    refused: refused.map(({ line, error }) => ({ line, detail: error.detail })),
    plausibility,
  };
}

function use({ name, field, unit_from, unit_to, reason }: TableDetection['columns'][number]): [string, string] {
  const units = unit_from === undefined ? '' : ` [${unit_from} → ${unit_to}]`;
  return [name, `${field ?? ''}${units}${reason ? ` (${reason})` : ''}`];
}

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
