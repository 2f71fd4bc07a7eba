import { describe, expect, it } from 'vitest';
import { curvePanels } from '../../test/curve-panels';
import { transitAt } from '../../test/uniform-transit';
import type { LightCurve } from '../types';
import { makeViews } from '../views/make-views';
import { ticks } from './axis';
import type { ReportPage } from './page';
import { reportSvg } from './report-svg';
import { escapeText, wrapped } from './svg-text';

const ephemeris = { period: 5, epoch: 122.5, duration: 4 };

/** 30 days with six transits of 1,000 ppm. */
function planet(): LightCurve {
  const time = Float64Array.from({ length: 1470 }, (_, row) => 120 + row * 0.0204);
  const flux = time.map(
    (at, row) => transitAt(at - 122.5 - 5 * Math.round((at - 122.5) / 5), 4, 1000) + 2e-5 * Math.sin(row * 7),
  );
  return {
    time,
    timeSystem: 'BKJD',
    flux,
    fluxErr: time.map(() => 2e-5),
    segment: new Int32Array(time.length),
    cadence: 0.0204,
  };
}

function page(more: Partial<ReportPage> = {}): ReportPage {
  const curve = planet();
  return {
    title: 'KIC 1, candidate 1 of 1',
    subtitle: 'Kepler Q1',
    ...curvePanels(curve, ephemeris, makeViews(curve, ephemeris), { x: [-8, -2, 2, 8], y: [1, 0.999, 0.999, 1] }),
    numbers: [['Period', '5.0000 ± 0.0001 d']],
    tests: [
      {
        name: 'Odd and even depth',
        value: '0.3 σ',
        limit: '< 3 σ',
        verdict: 'pass',
        sentence: 'Both are equally deep.',
      },
    ],
    footer: 'a score does not confirm a planet',
    ...more,
  };
}

/** The texts of an SVG, unescaped enough to compare. */
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe('the report page', () => {
  const svg = reportSvg(
    page({ periodogram: { spectrum: { x: [1, 2, 5, 10], y: [1, 2, 14, 3] }, statistic: 'SDE', period: 5 } }),
  );

  it('shows every panel with units on its axes, the numbers and the tests', () => {
    for (const text of [
      'Detrended curve, 6 transits marked',
      'Time [BKJD, d]',
      'Relative flux [ppm]',
      'Periodogram',
      'Period [d]',
      'SDE',
      'Whole orbit',
      'Transit',
      'Time from mid-transit [h]',
      'Odd (red) and even (blue) transits',
      'River: transits, first at the top',
      '5.0000 ± 0.0001 d',
      'Odd and even depth',
      'pass',
      'Both are equally deep.',
    ]) {
      expect(texts(svg)).toContain(text);
    }
    expect(texts(svg).some((text) => /^Strongest other dip, at phase 0\.\d{3}$/.test(text ?? ''))).toBe(true);
    expect(svg).not.toContain('no data');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('has room for all twelve tests with two lines each', () => {
    const [test] = page().tests;
    const tests = Array.from({ length: 12 }, (_, i) => ({
      ...test,
      name: `test ${i + 1}`,
      sentence: 'word '.repeat(40).trim(),
    }));
    expect(texts(reportSvg(page({ tests })))).toContain('test 12');
  });

  it('draws the local view in ppm at its depth', () => {
    const { local } = page();
    expect(Math.min(...Array.from(local?.binned?.y ?? []))).toBeLessThan(-980);
    expect(local?.points.x.length).toBeGreaterThan(150);
    expect(Math.max(...Array.from(local?.points.x ?? []))).toBeLessThanOrEqual(8);
  });

  it('says where a panel could not be made', () => {
    const empty = { x: [], y: [] };
    const bare = reportSvg({
      ...page(),
      curve: empty,
      transits: [],
      global: undefined,
      local: { points: empty },
      odd: undefined,
      secondary: undefined,
      river: undefined,
    });
    expect(texts(bare).filter((text) => text === 'no data')).toHaveLength(6);
    expect(bare).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('escapes what the user named', () => {
    const hostile = reportSvg(page({ title: '</text><script>alert("1")</script>&\u0000', subtitle: '<img src=x>' }));
    expect(hostile).not.toContain('<script');
    expect(hostile).not.toContain('<img');
    expect(hostile).toContain('&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;</text>');
    expect(escapeText(`\u0001a${String.fromCharCode(0xd800)}\u{1f52d}`)).toBe('a\u{1f52d}');
  });

  it('stays small for 65,000 points', () => {
    const x = Float64Array.from({ length: 65_000 }, (_, row) => row / 49);
    const y = x.map((_, row) => 300 * Math.sin(row * row));
    expect(reportSvg(page({ curve: { x, y } })).length).toBeLessThan(600_000);
  });
});

describe('axes and text', () => {
  it('have round ticks', () => {
    const axis = { from: -730, to: 410, pixelFrom: 0, pixelTo: 100, logarithmic: false };
    expect(ticks(axis, 4).map(({ label }) => label)).toEqual(['−500', '0']);
    expect(ticks({ ...axis, from: 64, to: 0 }, 4).map(({ label }) => label)).toEqual(['0', '20', '40', '60']);
    expect(ticks({ ...axis, from: 0.5, to: 20, logarithmic: true }, 4).map(({ label }) => label)).toEqual([
      '0.5',
      '1',
      '2',
      '5',
      '10',
      '20',
    ]);
  });

  it('break between words and end in an ellipsis', () => {
    expect(wrapped('one two three four', 52, 10, 2)).toEqual(['one two', 'three four']);
    expect(wrapped('one two three four five', 52, 10, 2)).toEqual(['one two', 'three fou…']);
  });
});
