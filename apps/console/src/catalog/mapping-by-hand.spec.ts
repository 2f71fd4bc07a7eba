import { describe, expect, it } from 'vitest';
import { type Detection, merged } from './catalog-types';
import { assigned, FIELDS, type Reading, unitNamesOf } from './mapping-by-hand';

const detection = {
  columns: [
    { name: 'P', role: 'used', field: 'period' },
    { name: 'Per', role: 'unknown' },
  ],
} as unknown as Detection;
const reading: Reading = { first: detection, mapping: {}, detection };

/** The mapping after a column has been given to each field in turn. */
const afterAll = (first: Detection, column: string, fields: (string | undefined)[]) =>
  fields.reduce<Reading['mapping']>(
    (mapping, field) => merged(mapping, assigned({ first, mapping, detection: first }, column, field)),
    {},
  );

describe('a column that is mapped by hand', () => {
  it('takes a field with its unit', () => {
    expect(assigned(reading, 'Per', 'duration', 'd')).toEqual({ fields: { duration: { column: 'Per', unit: 'd' } } });
  });

  it('takes a field from another column, and gives up the one that it had', () => {
    expect(assigned(reading, 'Per', 'period')).toEqual({ fields: { period: { column: 'Per' } } });
    expect(assigned(reading, 'P', 'duration')).toEqual({
      fields: { period: { column: null }, duration: { column: 'P' } },
    });
  });

  it('can be read as nothing, and as its field again', () => {
    const none = assigned(reading, 'P', undefined);
    expect(none).toEqual({ fields: { period: { column: null } } });
    const read = { columns: [{ name: 'P', role: 'not_used' }] } as unknown as Detection;
    expect(merged(none, assigned({ first: detection, mapping: none, detection: read }, 'P', 'period'))).toEqual({
      fields: { period: { column: 'P' } },
    });
    expect(afterAll(detection, 'P', ['duration', 'period', undefined])).toMatchObject({
      fields: { period: { column: null } },
    });
  });

  it('gives a field that it only passed through back to the column in which it was detected', () => {
    const unchanged = JSON.stringify({ fields: {} });
    expect(JSON.stringify(afterAll(detection, 'Per', ['period', undefined]))).toBe(unchanged);
    expect(afterAll(detection, 'Per', ['period', 'depth'])).toEqual({ fields: { depth: { column: 'Per' } } });
  });

  it('leaves a field empty that it passed through, where the column of that field has another one by now', () => {
    const mapping = { fields: { epoch: { column: 'P' }, period: { column: 'Per' } } };
    expect(assigned({ first: detection, mapping, detection }, 'Per', undefined)).toEqual({
      fields: { period: { column: null } },
    });
  });

  it('has the units of its field, and none where the field has none', () => {
    expect(FIELDS).toContain('radius_err_low');
    expect(unitNamesOf('radius_err_low')).toEqual(['R_earth', 'R_jup', 'R_sun', 'km']);
    expect(unitNamesOf('id')).toEqual([]);
  });
});
