import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectTable, type TableFormat } from '../src';
import { read } from './read';
import { textOf } from './written';

const folder = join(import.meta.dirname, 'dialects');
const files = readdirSync(folder).filter((name) => !/\.golden\.json$|^README/.test(name));
const FORMATS: TableFormat[] = ['csv', 'ecsv', 'votable', 'jsonl'];

const HOSTILE = [
  'source,id,period,depth,remark,=cmd()',
  'K2,a,1.50,1e2,"=HYPERLINK(""http://x"",""y"")",-1.2e-05',
  'K2,b,2.0,,@SUM(A1),-2+3',
  'K2,c,3.0,3,"\'=already escaped",+1',
  'K2,d,4.0,4,"<b>&amp; ""quoted"" | ü 🪐",-',
  'K2,e,5.0,5,"# no comment ",\'quoted',
  'K2,f,-6,6,refused,x',
].join('\n');

describe('an exported table', () => {
  it.each(files.flatMap((file) => FORMATS.map((format) => [file, format] as const)))(
    '%s as %s gives the same table when it is read again',
    async (file, format) => {
      const table = await read(readFileSync(join(folder, file)));
      const again = await read(await textOf(format, table));
      expect(again.rows.map(({ candidate }) => candidate)).toEqual(table.rows.map(({ candidate }) => candidate));
      expect(again.detection.columns.map(({ name }) => name)).toEqual(table.detection.columns.map(({ name }) => name));
      expect(again.refused.map(({ error }) => error.code)).toEqual(table.refused.map(({ error }) => error.code));
    },
  );

  it.each(['csv', 'jsonl'] as const)(
    'as %s has the cells of the uploaded table, character by character',
    async (format) => {
      const table = await read(HOSTILE);
      const again = await read(await textOf(format, table));
      expect(again.rows.map(({ cells }) => cells)).toEqual(table.rows.map(({ cells }) => cells));
      expect(again.refused.map(({ cells }) => cells)).toEqual(table.refused.map(({ cells }) => cells));
    },
  );

  it('as CSV has no cell that a spreadsheet runs as a formula, and leaves negative numbers alone', async () => {
    const text = await textOf('csv', await read(HOSTILE));
    expect(text).toContain(",'=cmd(),");
    expect(text).toContain(',"\'=HYPERLINK(""http://x"",""y"")",-1.2e-05,');
    expect(text).toContain(",'@SUM(A1),'-2+3,");
    expect(text).toContain(",''=already escaped,+1,");
    expect(text).toContain(",'quoted,");
  });

  it('has the same digits in every format', async () => {
    const table = await read(HOSTILE);
    for (const format of FORMATS) {
      const text = await textOf(format, table);
      for (const digits of ['1.50', '1e2', '-1.2e-05', '0.123456']) expect(text, format).toContain(digits);
    }
  });

  it('has a header with its provenance, and each row once with its result or its error', async () => {
    for (const format of FORMATS) {
      const text = await textOf(format, await read(HOSTILE));
      expect(text, format).toContain('tabular@2');
      expect(text.match(/likely_planet/g), format).toHaveLength(5);
      expect(text.match(/expected a number above 0/g), format).toHaveLength(1);
    }
  });

  it('is read again with the mapping that it was made with', async () => {
    const mapping = {
      source: 'TESS' as const,
      fields: { id: { column: 'Name' }, period: { column: 'P' }, depth: { column: 'Tiefe', unit: '%' } },
    };
    const table = await read('Name;P;Tiefe\nfoo;3,25;0,05\nbar;4,5;0,07\n', { mapping });
    for (const format of FORMATS) {
      const again = await read(await textOf(format, table, mapping));
      expect(again.rows.map(({ candidate }) => candidate)).toEqual(table.rows.map(({ candidate }) => candidate));
    }
  });

  it('renames a result whose name an uploaded column has', async () => {
    const table = await read('source,period,probability\nK2,3,mine\n');
    const text = await textOf('csv', table);
    expect(text).toMatch(/\nsource,period,probability,rank,exoplanet_probability,prediction,error\n/);
    expect((await read(text)).rows[0].cells).toEqual({ source: 'K2', period: '3', probability: 'mine' });
  });

  it('is detected before anything is scored, as the table that it was made of', async () => {
    const detection = await detectTable(Buffer.from(await textOf('csv', await read(HOSTILE))));
    expect(detection.columns.map(({ name }) => name)).toEqual(HOSTILE.split('\n')[0].split(','));
  });
});

describe("ExoFOP's file", () => {
  it('is marked DRAFT, has times in full BJD, and notes of at most 120 characters', async () => {
    const table = await read(readFileSync(join(folder, 'tev-2020.csv')));
    const [mark, ...lines] = (await textOf('exofop', table)).trimEnd().split('\n');
    expect(mark).toMatch(/^# DRAFT/);
    const [header, row] = lines.filter((line) => !line.startsWith('#')).map((line) => line.split('|'));
    expect(header.slice(0, 8)).toEqual([
      'target',
      'flag',
      'disp',
      'discovery',
      'candname',
      'period',
      'period_unc',
      'epoch',
    ]);
    expect(header.slice(-5)).toEqual(['tag', 'group', 'prop_period', 'paper', 'notes']);
    const cells = Object.fromEntries(header.map((name, index) => [name, row[index]]));
    expect(row).toHaveLength(header.length);
    expect(cells).toMatchObject({
      target: 'TIC 500000001',
      disp: '',
      candname: '9001.01',
      period: '3.25',
      period_unc: '0.00025',
      epoch: '2458327.5',
      depth: '650.5',
      duration: '2.5',
      tag: 'DRAFT',
      notes: 'DRAFT; model: likely_planet, probability 0.123456',
    });
    expect(cells.notes.length).toBeLessThanOrEqual(120);
  });

  it('has depths in ppm and durations in hours, whatever the table has', async () => {
    const table = await read(readFileSync(join(folder, 'k2-votable.xml')));
    const lines = (await textOf('exofop', table)).split('\n').filter((line) => line && !line.startsWith('#'));
    const [header, row] = lines.map((line) => line.split('|'));
    expect(row[header.indexOf('depth')]).toBe('700');
    expect(row[header.indexOf('duration')]).toBe('3');
  });
});
