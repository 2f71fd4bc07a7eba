import { describe, expect, it } from 'vitest';
import { ticks } from './axis';
import { escapeText, wrapped } from './svg-text';

describe('axes and text', () => {
  it('have round ticks', () => {
    const axis = { from: -730, to: 410, pixelFrom: 0, pixelTo: 100, logarithmic: false };
    expect(ticks(axis, 4).map(({ label }) => label)).toEqual(['−600', '−400', '−200', '0', '200', '400']);
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

  it('keep what the user named from ending an element', () => {
    expect(escapeText('</text>"&\u0000')).toBe('&lt;/text&gt;&quot;&amp;');
    expect(escapeText(`\u0001a${String.fromCharCode(0xd800)}\u{1f52d}`)).toBe('a\u{1f52d}');
  });
});
