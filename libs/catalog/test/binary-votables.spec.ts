import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMissing, pythonWith } from '@exoplanet/dev';
import { read } from './read';

const folder = join(import.meta.dirname, 'dialects');

/** A table of 3,000 rows with a column of each type, as astropy writes it in the forms of the standard. */
const WRITE = `
import io, sys, json, warnings
import numpy as np
warnings.simplefilter("ignore")
from astropy.table import MaskedColumn, Table
from astropy.io.votable import from_table
n = 3000
table = Table()
table["source"] = ["KEPLER"] * n
table["id"] = ["K%05d" % i for i in range(n)]
table["period"] = np.arange(n) / 7 + 0.5
table["radius"] = MaskedColumn(np.arange(n, dtype="f4") / 3 + 0.1, mask=np.arange(n) % 5 == 0)
table["depth"] = MaskedColumn(np.arange(n, dtype="i4") + 1, mask=np.arange(n) % 3 == 0)
table["short"] = np.arange(n, dtype="i2")
table["byte"] = (np.arange(n) % 256).astype("u1")
table["long"] = np.arange(n, dtype="i8") + 2**60
table["flag"] = np.arange(n) % 2 == 0
table["pair"] = np.stack([np.arange(n), -np.arange(n)], axis=1).astype("f8")
votable = from_table(table)
votable.get_first_table().get_field_by_id("depth").values.null = -9
out = io.BytesIO()
votable.to_xml(out, tabledata_format=sys.argv[1])
sys.stdout.buffer.write(out.getvalue())
`;

describe.skipIf(isMissing('astropy'))('a VOTable that astropy writes (needs astropy)', () => {
  const written = (form: string) =>
    execFileSync(pythonWith('astropy')!, ['-c', WRITE, form], { maxBuffer: 64 * 1024 * 1024 });

  it.each(['tabledata', 'binary', 'binary2'])('as %s has every row and every value', async (form) => {
    const { rows, refused } = await read(written(form));
    expect(refused).toEqual([]);
    expect(rows).toHaveLength(3000);
    expect(rows[7].cells).toMatchObject({ id: 'K00007', short: '7', byte: '7', long: '1152921504606846983' });
    expect(rows[7].candidate).toMatchObject({
      source: 'KEPLER',
      id: 'K00007',
      period: 1.5,
      radius: 2.4333332,
      depth: 8,
    });
    expect(rows.map(({ candidate }) => candidate.period)).toEqual(
      Array.from({ length: 3000 }, (_, row) => row / 7 + 0.5),
    );
    expect(rows.filter(({ candidate }) => candidate.radius === undefined)).toHaveLength(600);
    expect(rows.filter(({ candidate }) => candidate.depth === undefined)).toHaveLength(1000);
    expect(rows[8].cells.pair).toBe('8 -8');
    expect(rows.slice(0, 2).map(({ cells }) => cells.flag)).toEqual(['1', '0']);
  });
});

it('a binary VOTable that arrives byte by byte is read as one that arrives at once', async () => {
  const bytes = await readFile(join(folder, 'k2-votable-binary2.xml'));
  async function* single() {
    for (const byte of bytes) yield await Promise.resolve(Uint8Array.of(byte));
  }
  expect((await read(single())).rows).toEqual((await read(bytes)).rows);
});
