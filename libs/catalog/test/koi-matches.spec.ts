import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { matchEphemerides } from '../src';
import { read } from './read';

const folder = process.env.EXOPLANET_DATA;
const present = folder !== undefined && existsSync(join(folder, 'catalogs'));

describe.skipIf(!present)("matches in the archive's KOI table (needs EXOPLANET_DATA)", () => {
  it('are false positives, and find those that the archive flags as contamination (koi_fpflag_ec)', async () => {
    const { rows } = await read(createReadStream(join(folder!, 'catalogs/koi_cumulative.csv.gz')));
    const matches = matchEphemerides(rows.map(({ candidate }, key) => ({ ...candidate, key })));
    const matched = (row: number) => matches.get(row)?.same_star === false;
    const labelled = rows.flatMap(({ cells: { koi_disposition: label } }, row) =>
      matched(row) && label !== 'CANDIDATE' ? [label] : [],
    );
    const flagged = rows.flatMap(({ cells }, row) => (cells.koi_fpflag_ec === '1' ? [row] : []));
    const falsePositives = labelled.filter((label) => label === 'FALSE POSITIVE');
    expect(labelled.length).toBeGreaterThan(1000);
    expect(falsePositives.length / labelled.length).toBeGreaterThan(0.98);
    expect(flagged.filter(matched).length / flagged.length).toBeGreaterThan(0.85);
  });
});
