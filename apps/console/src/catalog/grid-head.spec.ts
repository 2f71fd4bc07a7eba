import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { GridHead } from './grid-head';

it('a column of the grid can be sorted by keyboard', () => {
  const columns = [{ name: 'rank', title: 'Rank', type: 'number' as const, width: 64 }];
  const head = renderToStaticMarkup(createElement(GridHead, { columns, sort: '', onSort: () => undefined }));
  expect(head).toContain('<button type="button"');
  expect(head).not.toContain('tabindex="-1"');
});
