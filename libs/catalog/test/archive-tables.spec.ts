import 'reflect-metadata';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { CandidateDto, hasMeasurement } from '@exoplanet/contracts';
import type { GoodRow } from '../src';
import { read } from './read';

const folder = process.env.EXOPLANET_DATA;
const present = folder !== undefined && existsSync(join(folder, 'catalogs'));

const readArchive = (name: string) => read(createReadStream(join(folder!, 'catalogs', `${name}.csv.gz`)));
const notesOf = (rows: GoodRow[]) =>
  rows.flatMap(({ notes }) => notes.map(({ field, why }) => `${field} ${why}`)).sort();
const distinct = (rows: GoodRow[], column: string) => new Set(rows.map(({ cells }) => cells[column])).size;

/** Row, star and host counts are those of the data folder's README; the K2 table has 1563 rows with `default_flag` 1 among its 3479. */
describe.skipIf(!present)("the archive's own tables (needs EXOPLANET_DATA)", () => {
  it.each([
    { name: 'koi_cumulative', kind: 'koi', rows: 8092, star: 'kepid', stars: 6985, notes: ['depth placeholder'] },
    { name: 'toi', kind: 'toi', rows: 6562, star: 'tid', stars: 6298, notes: [] },
    {
      name: 'k2_candidates',
      kind: 'k2',
      rows: 1563,
      star: 'hostname',
      stars: 1345,
      notes: ['period limit', 'period limit', 'teq limit', 'teq limit'],
    },
  ])('$name: every row is a candidate that a request may carry', async (expected) => {
    const table = await readArchive(expected.name);
    expect(table.detection.kind).toBe(expected.kind);
    expect(table.rows).toHaveLength(expected.rows);
    expect(distinct(table.rows, expected.star)).toBe(expected.stars);
    expect(notesOf(table.rows)).toEqual(expected.notes);
    const refused = table.rows.filter(({ candidate }) => {
      const problems = validateSync(plainToInstance(CandidateDto, candidate), {
        whitelist: true,
        forbidNonWhitelisted: true,
      });
      return problems.length > 0 || !hasMeasurement(candidate);
    });
    expect(refused).toEqual([]);
    expect(table.refused.filter(({ error }) => error.code !== 'OTHER_SOLUTION')).toEqual([]);
    expect(table.detection.plausibility).toEqual([]);
    expect(table.detection.columns.filter(({ role }) => role === 'unknown')).toEqual([]);
  });
});
