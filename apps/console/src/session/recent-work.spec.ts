import { beforeEach, describe, expect, it, vi } from 'vitest';
import { recentWork, remember } from './recent-work';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
  });
  return () => vi.unstubAllGlobals();
});

const hrefs = () => recentWork().map(({ href }) => href);

describe('recent work', () => {
  it('has two catalogues of one name, and each once, with its last selection', () => {
    remember({ kind: 'catalog', name: 'koi.csv', href: '/catalog/i1' });
    remember({ kind: 'catalog', name: 'koi.csv', href: '/catalog/i2' });
    remember({ kind: 'catalog', name: 'koi.csv', href: '/catalog/i1?sort=koi_prad' });
    expect(hrefs()).toEqual(['/catalog/i1?sort=koi_prad', '/catalog/i2']);
  });

  it('has a candidate once while its values are moved, and beside others', () => {
    remember({ kind: 'candidate', name: 'K00752.01', href: '/candidate?id=K00752.01&depth=600' });
    remember({ kind: 'candidate', name: 'K00001.01', href: '/candidate?id=K00001.01' });
    remember({ kind: 'candidate', name: 'K00752.01', href: '/candidate?id=K00752.01&depth=700' });
    expect(hrefs()).toEqual(['/candidate?id=K00752.01&depth=700', '/candidate?id=K00001.01']);
  });
});
