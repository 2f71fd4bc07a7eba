import { describe, expect, it } from 'vitest';
import { read } from './read';

const votable = (data: string) =>
  `<?xml version="1.0"?><VOTABLE><RESOURCE><TABLE><FIELD name="source"/><FIELD name="period"/><FIELD name="depth"/><DATA>${data}</DATA></TABLE></RESOURCE></VOTABLE>`;
const binary = (stream: string) =>
  `<VOTABLE><TABLE><FIELD name="source" datatype="char" arraysize="*"/><FIELD name="period" datatype="double"/><FIELD name="depth" datatype="double"/><DATA><BINARY2><STREAM encoding="base64">${stream}</STREAM></BINARY2></DATA></TABLE></VOTABLE>`;
const rows = (...cells: string[][]) =>
  `<TABLEDATA>${cells.map((row) => `<TR>${row.map((cell) => `<TD>${cell}</TD>`).join('')}</TR>`).join('')}</TABLEDATA>`;

describe('a table in another form than lines of cells', () => {
  it.each([
    [
      'XML that is not well-formed',
      votable('<TABLEDATA><TR></TD></TR></TABLEDATA>'),
      /^line 1: the VOTable is not valid: /,
    ],
    ['a VOTable that ends early', votable(rows(['K2', '1', '2'])).slice(0, -80), /ends before its end tag/],
    ['a binary VOTable that ends within a row', binary('AAAA'), /its stream ends within a row/],
    ['a binary VOTable that is no base64', binary('AA*A'), /its stream is not base64/],
    [
      'a binary VOTable with a text of two billion characters',
      binary('AH////8A'),
      /a row is longer than 1048576 bytes/,
    ],
    ['a binary VOTable with a text of -1 characters', binary('AP////8A'), /a cell has -1 values/],
    [
      'a binary VOTable of a type that is not known',
      binary('AAAA').replace('"double"', '"quad"'),
      /the column "period" has the datatype "quad"/,
    ],
    [
      'a VOTable with its rows in another file',
      binary('').replace('<STREAM', '<STREAM href="http://localhost/secret"'),
      /its rows are in another file/,
    ],
    ['a VOTable with a FITS file', votable('<FITS><STREAM>AAAA</STREAM></FITS>'), /save it as TABLEDATA or BINARY2/],
    ['XML that is no VOTable', '<?xml version="1.0"?><html><body/></html>', /no rows in the first/],
    [
      'an entity that expands to a million',
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><VOTABLE>&b;</VOTABLE>',
      /not valid/,
    ],
    ['a hundred elements within each other', `<VOTABLE>${'<a>'.repeat(100)}`, /within each other/],
    [
      'a VOTable with a text of three million characters',
      votable(`<TABLEDATA><TR><TD>${'x'.repeat(3_000_000)}</TD></TR></TABLEDATA>`),
      /without an element|no rows/,
    ],
    [
      'ECSV whose YAML is broken',
      '# %ECSV 1.0\n# ---\n# datatype: [\nsource period\nK2 1\n',
      /^the header of the ECSV table is not valid/,
    ],
    ['ECSV without columns', '# %ECSV 1.0\n# ---\n# meta: 1\nsource period\nK2 1\n', /no list of columns/],
    ['ECSV with YAML aliases', `# %ECSV 1.0\n# ---\n# a: &a [x,x]\n# b: [*a,*a]\nsource period\nK2 1\n`, /not valid/],
    ['a JSON array', '[{"source":"K2","period":1}]', /expected JSON lines/],
    ['JSON lines of numbers', '{1\n2\n', /not JSON objects/],
    ['a JSON line nested 100,000 deep', `{"period":${'['.repeat(1e5)}${']'.repeat(1e5)}}\n`, /not JSON objects/],
  ])('%s is refused', async (_, table, message) => {
    await expect(read(table)).rejects.toThrow(message);
  });

  it('goes on after a row of JSON that is broken', async () => {
    const { rows: good, refused } = await read(
      '{"source":"K2","period":1}\n{"source":"K2","per\n[1]\n{"source":"K2","x":1}\n{"source":"K2","period":2}\n',
    );
    expect(good.map(({ candidate, line }) => [candidate.period, line])).toEqual([
      [1, 1],
      [2, 5],
    ]);
    expect(refused.map(({ line, error }) => [line, error.code])).toEqual([
      [2, 'NOT_AN_OBJECT'],
      [3, 'NOT_AN_OBJECT'],
      [4, 'NO_MEASUREMENT'],
    ]);
  });

  it('goes on after a row of a VOTable with too many cells; cells left out at the end are empty', async () => {
    const { rows: good, refused } = await read(votable(rows(['K2', '1', '2', '3'], ['K2', '4'], ['K2', '5', '6'])));
    expect(good.map(({ candidate }) => candidate)).toEqual([
      { source: 'K2', period: 4 },
      { source: 'K2', period: 5, depth: 6 },
    ]);
    expect(refused.map(({ error }) => error.code)).toEqual(['UNEVEN_ROW']);
  });

  it('is a VOTable of many rows, read in pieces', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ['K2', String(index + 1), '100']);
    const { rows: good } = await read(votable(rows(...many)));
    expect(good).toHaveLength(20_000);
    expect(good.at(-1)!.candidate.period).toBe(20_000);
  });
});
