import { describe, expect, it } from 'vitest';
import { apiName, type Catalog, type Detection } from './catalog-types';
import { gridColumns } from './grid-columns';

const catalog = {
  blind: false,
  columns: [
    { name: 'distance', type: 'number', role: 'result' },
    { name: 'kepid', type: 'number', role: 'used' },
    { name: 'distance', type: 'number', role: 'used', unit: 'pc' },
    { name: 'key', type: 'text', role: 'kept' },
  ],
} as unknown as Catalog;
const detection = { columns: [{ name: 'kepid', role: 'used', field: 'star_id' }] } as unknown as Detection;

describe('an uploaded column', () => {
  it('with the name of one of ours is asked for as uploaded', () => {
    expect(['distance', 'key', 'line', 'kepid'].map((name) => apiName(catalog, name))).toEqual([
      'uploaded.distance',
      'uploaded.key',
      'uploaded.line',
      'kepid',
    ]);
  });

  it('stands in the grid under its own header, with its own values', () => {
    expect(gridColumns(catalog, detection, ['distance'])).toContainEqual(
      expect.objectContaining({ name: 'uploaded.distance', title: 'distance [pc]' }),
    );
  });

  it('that names an object or its star is no quantity', () => {
    const columns = gridColumns(catalog, detection, ['kepid', 'distance']);
    expect(columns.filter(({ isIdentifier }) => isIdentifier).map(({ name }) => name)).toEqual(['kepid']);
  });
});
