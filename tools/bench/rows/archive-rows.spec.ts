import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHANGES } from './changes.mjs';
import { measureWith, readTables } from './measure-rows.mjs';

const data = process.env.EXOPLANET_DATA;
const present = data !== undefined && existsSync(join(data, 'catalogs'));
if (!present) console.log("skipped: the archive's own tables are read where EXOPLANET_DATA names the data folder");

describe.skipIf(!present)("on the archive's rows", { timeout: 180_000 }, () => {
  let measure: Awaited<ReturnType<typeof measureWith>>;
  let tables: Awaited<ReturnType<typeof readTables>>;
  beforeAll(async () => {
    measure = await measureWith();
    tables = await readTables(data!);
  }, 120_000);

  const candidatesOf = (name: string) =>
    tables.find((table) => table.name === name)!.rows.map(({ candidate }) => candidate);

  /** Share of the rows of a table that are decided after a change. */
  async function decidedAfter(name: string, title: string): Promise<number> {
    const { change } = CHANGES.find((one) => one.title === title)!;
    const { decided, rows } = await measure(
      candidatesOf(name)
        .map(change)
        .filter((row) => row !== undefined),
    );
    expect(rows).toBeGreaterThan(1000);
    return decided / rows;
  }

  it.each(['KOI', 'TOI', 'K2'])(
    'the checks and the distance together withhold at most one in 200 of the decisions of the model: %s',
    async (name) => {
      const { byModel, decided } = await measure(candidatesOf(name));
      expect(byModel).toBeGreaterThan(1000);
      expect((byModel - decided) / byModel).toBeLessThanOrEqual(0.005);
    },
  );

  it.each([
    ['KOI', 'durations in days', 0.28],
    ['TOI', 'periods in hours', 0.11],
    ['KOI', 'impact 1.1 + k', 0],
    ['KOI', 'radius 100 R⊕ in place of less than 30', 0],
    ['TOI', 'radius 100 R⊕ in place of less than 30', 0],
  ])('wrong values are rarely decided: %s %s', async (name, title, limit) => {
    expect(await decidedAfter(name, title)).toBeLessThanOrEqual(limit);
  });
});
