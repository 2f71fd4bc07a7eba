import 'reflect-metadata';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { CandidateDto, hasMeasurement } from '@exoplanet/contracts';
import { type CatalogueRow, readCatalogue } from '../src';
import { collect } from './collect';

const folder = process.env.EXOPLANET_DATA;
const present = folder !== undefined && existsSync(join(folder, 'catalogs'));

const read = async (name: string) => {
  const { rows, ...catalogue } = await readCatalogue(
    createReadStream(join(folder!, 'catalogs', `${name}.csv.gz`)).pipe(createGunzip()),
  );
  return { ...catalogue, rows: await collect(rows) };
};
const notesOf = (rows: CatalogueRow[]) =>
  rows.flatMap(({ notes }) => notes.map(({ field, why }) => `${field} ${why}`)).sort();
const distinct = (rows: CatalogueRow[], column: string) => new Set(rows.map(({ original }) => original[column])).size;

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
    const table = await read(expected.name);
    expect(table.kind).toBe(expected.kind);
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
  });
});
