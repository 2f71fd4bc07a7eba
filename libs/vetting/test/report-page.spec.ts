import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisDto, AnalyzeCommand } from '@exoplanet/contracts';
import { reportPdf, reportPng } from '@exoplanet/light-curve/print';
import { type ReportInput, reportSvg } from '@exoplanet/light-curve/report';
import { madeCurve, withBoxes } from '@exoplanet/light-curve/testing';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { type CurveTables, vetLightCurve } from '../src';

const MODELS = resolve(import.meta.dirname, '../../model-runtime/test/fixtures/models');
const PLANET = { period: 3.7, epoch: 133.2, duration: 3 };
const { time, flux } = withBoxes(madeCurve({ span: 40, noise: 1e-4 }), { ...PLANET, depth: 1500 });
const COMMAND: AnalyzeCommand = {
  columns: { time, flux, centroid_col: time.map(() => 512), centroid_row: time.map(() => 301) },
  time_system: 'BKJD',
  options: { ...PLANET, max_planets: 1, star: { radius: 1, teff: 5772 }, source: 'KEPLER' },
};

const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
/** Each text with its place and style. */
const placed = (svg: string) =>
  [...svg.matchAll(/<text x="([\d.-]+)" y="([\d.-]+)" font-size="([\d.]+)"([^>]*)>([^<]*)</g)].map(
    ([, x, y, size, style, text]) => ({ x: Number(x), y: Number(y), size: Number(size), style, text }),
  );

describe('the report page', () => {
  let analysis: AnalysisDto;
  let tables: CurveTables;
  beforeAll(async () => {
    const models = await ModelRegistry.open({ path: MODELS, providers: ['cpu'], warn: () => undefined });
    analysis = await vetLightCurve(COMMAND, { models, onTables: (measured) => (tables = measured) });
    await models.close();
  });
  const input = (more: Partial<ReportInput> = {}): ReportInput => ({
    analysis,
    detection: analysis.detections[0],
    curve: tables.curve,
    version: '1.2.3',
    ...more,
  });

  it('shows every panel with units on its axes, the numbers, the star and all tests', () => {
    const shown = texts(reportSvg(input()));
    for (const text of [
      'Detrended curve',
      'Time [BKJD, d]',
      'Periodogram',
      'the period was given, so nothing was searched',
      'Whole orbit',
      'Transit, fitted model (red)',
      'O − C',
      'Odd (red) and even (blue) transits',
      'River: each transit in a row',
      'ppm',
      'Depth by transit',
      'Observed minus predicted time',
      'Centroid: column (blue), row (red)',
      'Offset [millipixel]',
      '5772 K',
      '1.000 R☉',
      'no test failed',
    ])
      expect(shown).toContain(text);
    expect(shown.filter((text) => text === 'pass' || text === 'not tested')).toHaveLength(
      analysis.detections[0].tests.length,
    );
    expect(reportSvg(input())).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('has one margin that nothing crosses', () => {
    for (const { x, y, size, style, text } of placed(reportSvg(input()))) {
      expect(y, text).toBeLessThanOrEqual(1414 - 28);
      expect(y, text).toBeGreaterThanOrEqual(40);
      if (style.includes('rotate')) continue;
      const width = text.length * size * 0.5;
      const left = style.includes('end') ? x - width : style.includes('middle') ? x - width / 2 : x;
      expect(left, text).toBeGreaterThanOrEqual(36);
      expect(left + width, text).toBeLessThanOrEqual(970);
    }
  });

  it('says whether every point is shown or how many each dot stands for', () => {
    expect(texts(reportSvg(input())).join()).toMatch(/all \d+ points; red marks/);
    const thinned = { ...analysis, detrended: { ...analysis.detrended, points_per_bin: 33 } };
    expect(texts(reportSvg(input({ analysis: thinned, curve: undefined }))).join()).toContain(
      'thinned: each dot is the mean of 33 points',
    );
  });

  it('puts a failed test first, on red, and frames the picture that shows why', () => {
    const [detection] = analysis.detections;
    const tests = detection.tests.map((test) =>
      test.name === 'odd_even' ? { ...test, verdict: 'fail' as const, sentence: 'They differ.' } : test,
    );
    const svg = reportSvg(input({ detection: { ...detection, tests } }));
    const shown = texts(svg);
    expect(shown).toContain('1 test failed');
    expect(shown.filter((text) => text === 'test failed')).toHaveLength(1);
    expect(shown.indexOf('FAIL')).toBeLessThan(shown.indexOf('pass'));
    expect(svg).toMatch(/stroke="#c21f2c" stroke-width="2"\/><text[^>]*>Odd \(red\)/);
    expect(svg).toContain('fill="#fdebec"');
  });

  it('shows the difference image of a target pixel file, framed in red where the light is lost off the target', async () => {
    const name = 'off-target.fits.gz';
    const bytes = readFileSync(resolve(import.meta.dirname, '../../light-curve/test/pixel-files', name));
    const command = {
      files: [{ name, bytes }],
      options: { period: 2, epoch: 1601, duration: 4, max_planets: 1, star: {} },
    };
    const models = await ModelRegistry.open({ path: MODELS, providers: ['cpu'], warn: () => undefined });
    const pixels = await vetLightCurve(command, { models });
    await models.close();
    const svg = reportSvg({ analysis: pixels, detection: pixels.detections[0], version: '1.2.3' });
    const shown = texts(svg);
    expect(shown).toContain('Difference image, S14: test failed');
    expect(shown).toContain('Lost in transit');
    expect(shown.join()).toMatch(/1\.\d\d ± 0\.\d\d pixels \(3\d\.\d ± \d\.\d arcsec\) from the catalogue position/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    for (const { y, text } of placed(svg)) expect(y, text).toBeLessThanOrEqual(1414 - 28);
  });

  it('is on the transits that were seen once where none repeat: each with its numbers, and what is said of its period', () => {
    const event = {
      time: { value: 145.2, error: 0.002 },
      depth: { value: 1500, error: 60 },
      duration: { value: 5, error: 0.2 },
      significance: 41.2,
      period_min: 24.8,
      period_max: 190.3,
    };
    const alone = { ...analysis, detections: [], single_events: [event], notices: ['a single transit-like event'] };
    const svg = reportSvg(input({ analysis: alone, detection: undefined }));
    const shown = texts(svg);
    for (const text of [
      'Light curve, no transits that repeat',
      '1 single event',
      'Event 1, at 145.200',
      '145.2000 ± 0.0020',
      '24.8 to 190.3',
      'A single transit-like event.',
    ])
      expect(shown).toContain(text);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    const none = { ...alone, single_events: [] };
    expect(texts(reportSvg(input({ analysis: none, detection: undefined })))).toContain('no single event');
  });

  it('cuts no sentence of a test', () => {
    expect(texts(reportSvg(input())).filter((text) => text.endsWith('…'))).toEqual([]);
  });

  it('escapes what the user named', () => {
    const target = { ...analysis.target, name: '</text><script>alert("1")</script>' };
    const svg = reportSvg(input({ analysis: { ...analysis, target } }));
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;');
  });

  it('stays below 1 MB for 65,000 points', () => {
    const rows = 65_000;
    const long = {
      time: Float64Array.from({ length: rows }, (_, row) => 130 + row / 49),
      detrended: new Float32Array(rows).map((_, row) => 1 + 3e-4 * Math.sin(row * row)),
    };
    const curve: CurveTables['curve'] = {
      rows,
      columns: [
        { name: 'time', type: 'float64', values: long.time },
        { name: 'detrended', type: 'float32', values: long.detrended },
      ],
    };
    expect(reportSvg(input({ curve })).length).toBeLessThan(1_000_000);
  });

  it('is also a PDF of one page and a PNG, with the font in them', async () => {
    const svg = reportSvg(input());
    const pdf = Buffer.from(await reportPdf(svg, 'A report')).toString('latin1');
    expect(pdf).toMatch(/^%PDF-1\.\d/);
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(pdf).toMatch(/\/FontName \/[A-Z]+\+DejaVuSansCondensed-Bold/);
    const png = Buffer.from(await reportPng(svg));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2000, 2828]);
  });
});
