import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Router } from 'wouter';
import { Catalogs } from './catalogs';

function pageWith(catalogs: object[] | undefined): string {
  const client = new QueryClient();
  if (catalogs) client.setQueryData(['catalogs'], catalogs);
  const page = createElement(Router, { ssrPath: '/', children: createElement(Catalogs) });
  return renderToStaticMarkup(createElement(QueryClientProvider, { client, children: page }));
}

describe('the catalogues on the start page', () => {
  it('are listed with their rows and their state, each as a link', () => {
    const html = pageWith([
      {
        catalog_id: 'i2',
        name: 'koi.csv',
        state: 'scoring',
        created_at: '2026-11-30T20:15:00.000Z',
        progress: { rows_total: 9564, rows_read: 9564 },
      },
    ]);
    expect(html).toContain('<a href="/catalog/i2">koi.csv</a>');
    for (const text of ['9564', 'scoring', '2026-11-30 20:15 UTC']) expect(html).toContain(text);
  });

  it('are awaited, and where there is none the page says how to send one', () => {
    expect(pageWith(undefined)).toContain('Loading');
    expect(pageWith([])).toContain('exoplanet catalog add');
  });
});
