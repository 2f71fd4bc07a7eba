import { describe, expect, it } from 'vitest';
import { isConsolePage, wantsHtml } from './console-pages';

describe('the pages of the console', () => {
  it('are known by their paths, with a query or a trailing slash too', () => {
    for (const url of [
      '/',
      '/candidate?period=9.5',
      '/catalog/c1',
      '/catalog/c1/row/7',
      '/catalog/c1/diff/c2',
      '/models/',
    ])
      expect(isConsolePage(url), url).toBe(true);
    for (const url of [
      '/predict',
      '/models/tabular',
      '/workers/status',
      '/catalogs/c1',
      '/catalog',
      '/assets/x.js',
      '//',
    ])
      expect(isConsolePage(url), url).toBe(false);
  });

  it('are for clients that ask for HTML, not for those that take anything', () => {
    expect(wantsHtml('text/html,application/xhtml+xml,*/*;q=0.8')).toBe(true);
    for (const accept of [undefined, '*/*', 'application/json']) expect(wantsHtml(accept)).toBe(false);
  });
});
