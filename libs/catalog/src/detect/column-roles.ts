import type { Plan, PlannedColumn } from '../candidate/plan';
import { leakIn } from '../dialects/leaks';
import { nearestField } from '../dialects/nearest';
import type { TableForm } from '../dialects/table-form';
import { measurementOf, ownUnitOf } from '../units';
import type { DetectedColumn } from './detection';

/** Says of every column whether it is used, kept, deliberately not used or unknown. */
export function columnRoles(
  plan: Plan,
  form: TableForm | undefined,
  names: readonly string[],
  canonical: readonly string[],
): DetectedColumn[] {
  const used = usedColumns(plan);
  return names.map((name, index) => {
    const use = used.get(index);
    if (use) return { name, role: 'used', ...use };
    const reason = leakIn(name) ?? leakIn(canonical[index]);
    if (reason) return { name, role: 'not_used', reason };
    if (name.startsWith('Unnamed: '))
      return { name, role: 'kept', reason: 'a column without a name, as spreadsheets and pandas write it' };
    if (form?.kept.test(canonical[index])) return { name, role: 'kept' };
    const nearest = nearestField(name);
    return { name, role: 'unknown', ...(nearest === undefined ? {} : { nearest }) };
  });
}

type Use = Pick<DetectedColumn, 'field' | 'unit_from' | 'unit_to' | 'reason'>;

function usedColumns(plan: Plan): Map<number, Use> {
  const used = new Map<number, Use>();
  const add = (index: number, use: Use) => used.has(index) || used.set(index, use);
  const addColumn = (column: PlannedColumn | undefined, field: string) => {
    if (!column) return;
    const own = ownUnitOf(measurementOf(field));
    add(column.index, { field, ...(own ? { unit_from: column.unit.name, unit_to: own.name } : {}) });
  };
  if (typeof plan.source === 'object') add(plan.source.index, { field: 'source' });
  for (const { indexes } of plan.id) for (const index of indexes) add(index, { field: 'id' });
  for (const { indexes } of plan.star) for (const index of indexes) add(index, { field: 'star_id' });
  for (const [field, index] of Object.entries(plan.position)) if (index !== undefined) add(index, { field });
  for (const column of plan.epochs) addColumn(column, 'epoch');
  for (const [field, choices] of plan.measured)
    for (const { value, high, low, both, limit } of choices) {
      addColumn(value, field);
      addColumn(high, `${field}_err_high`);
      addColumn(low, `${field}_err_low`);
      addColumn(both, `${field}_err`);
      if (limit !== undefined) add(limit, { field, reason: 'says that the value is a limit' });
    }
  for (const [name, index] of plan.diagnostics) add(index, { field: `diagnostics.${name}` });
  if (plan.defaultFlag !== undefined) add(plan.defaultFlag, { reason: 'says which row of an object is read' });
  return used;
}
