import { describe, expect, it } from 'vitest';
import { type Detection, merged } from './catalog-types';
import { assigned, FIELDS, unitNamesOf } from './mapping-by-hand';

const detection = {
  columns: [
    { name: 'P', role: 'used', field: 'period' },
    { name: 'Per', role: 'unknown' },
  ],
} as unknown as Detection;

describe('a column that is mapped by hand', () => {
  it('takes a field with its unit', () => {
    expect(assigned(detection, 'Per', 'duration', 'd')).toEqual({ fields: { duration: { column: 'Per', unit: 'd' } } });
  });

  it('takes a field from another column, and gives up the one that it had', () => {
    expect(assigned(detection, 'Per', 'period')).toEqual({ fields: { period: { column: 'Per' } } });
    expect(assigned(detection, 'P', 'duration')).toEqual({
      fields: { period: { column: null }, duration: { column: 'P' } },
    });
  });

  it('can be read as nothing, and as its field again', () => {
    const none = assigned(detection, 'P', undefined);
    expect(none).toEqual({ fields: { period: { column: null } } });
    expect(merged(none, assigned({ columns: [{ name: 'P', role: 'not_used' }] } as never, 'P', 'period'))).toEqual({
      fields: { period: { column: 'P' } },
    });
  });

  it('has the units of its field, and none where the field has none', () => {
    expect(FIELDS).toContain('radius_err_low');
    expect(unitNamesOf('radius_err_low')).toEqual(['R_earth', 'R_jup', 'R_sun', 'km']);
    expect(unitNamesOf('id')).toEqual([]);
  });
});
