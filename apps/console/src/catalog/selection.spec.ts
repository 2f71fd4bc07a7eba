import { describe, expect, it } from 'vitest';
import {
  apiQuery,
  exportQuery,
  filterText,
  named,
  nextSort,
  searchOfSelection,
  selectionOf,
  withName,
  withRange,
} from './selection';

describe('the address of a catalogue', () => {
  it('holds sort, filters, columns, the pair of the plot and tab, and gives back the same', () => {
    const search =
      'sort=-probability&filter=koi_period%3Alt%3A10&filter=koi_prad%3Age%3A1&columns=kepoi_name%2Ckoi_prad&x=koi_depth&y=koi_model_snr&tab=refused';
    expect(searchOfSelection(selectionOf(search))).toBe(search);
    expect(searchOfSelection(selectionOf(''))).toBe('');
    expect(apiQuery(selectionOf(search)).getAll('filter')).toEqual(['koi_period:lt:10', 'koi_prad:ge:1']);
  });
});

describe('an export', () => {
  it('is in the order of the grid: of the ranks where nothing else is chosen and there are ranks', () => {
    const filters = ['koi_prad:ge:1'];
    expect(exportQuery({ sort: '', filters }, false).toString()).toBe('sort=rank&filter=koi_prad%3Age%3A1&format=csv');
    expect(exportQuery({ sort: '-koi_prad', filters: [] }, false).toString()).toBe('sort=-koi_prad&format=csv');
    expect(exportQuery({ sort: '', filters: [] }, true).toString()).toBe('format=csv');
  });
});

describe('a brush', () => {
  it('is a range in whichever direction it was drawn, and replaces the one before', () => {
    const first = withRange(['name:contains:K'], 'radius', 4, 1.23456789);
    expect(first).toEqual(['name:contains:K', 'radius:ge:1.23457', 'radius:le:4']);
    expect(withRange(first, 'radius', 2, 3)).toEqual(['name:contains:K', 'radius:ge:2', 'radius:le:3']);
  });
});

describe('a search by name', () => {
  it('is one filter: another replaces it, an empty one ends it', () => {
    const found = withName(['koi_period:le:10'], 'name', 'K007');
    expect(named(found, 'name')).toBe('K007');
    expect(withName(found, 'name', 'K1:2')).toEqual(['koi_period:le:10', 'name:contains:K1:2']);
    expect(withName(found, 'name', '')).toEqual(['koi_period:le:10']);
    expect(named([], 'name')).toBe('');
  });
});

describe('a column', () => {
  it('sorts up, down, and back', () => {
    expect([nextSort('', 'a'), nextSort('a', 'a'), nextSort('-a', 'a')]).toEqual(['a', '-a', '']);
  });
});

describe('a filter', () => {
  it('is read as a comparison, with colons in its value', () => {
    expect(filterText('koi_period:le:10')).toBe('koi_period ≤ 10');
    expect(filterText('remark:contains:a:b')).toBe('remark contains a:b');
    expect(filterText('koi_prad:missing:true')).toBe('koi_prad is missing');
  });
});
