import { DIAGNOSTICS, type Source, SOURCES } from '@exoplanet/contracts';
import type { MeasuredColumn, MissionRule, TableForm } from '../dialects/table-form';
import { fieldNamed, type MappedColumn, type Mapping } from '../mapping';
import { measurementOf, ownUnitOf, type Unit, unitOf } from '../units';

/** A column of the table and the unit of its numbers. */
export interface PlannedColumn {
  index: number;
  unit: Unit;
}

/** A measured value with its errors. */
export interface PlannedValue {
  value: PlannedColumn;
  high?: PlannedColumn;
  low?: PlannedColumn;
  both?: PlannedColumn;
  /** Index of the limit flag. */
  limit?: number;
}

/** Cells that name a row; several are joined by a hyphen. */
export interface PlannedName {
  indexes: readonly number[];
  pattern?: RegExp;
}

/** How the rows of a table become candidates: which cell holds which field, in which unit. */
export interface Plan {
  source: Source | { index: number; missions: readonly (readonly [RegExp, Source])[] } | undefined;
  id: PlannedName[];
  star: PlannedName[];
  /** Indexes of the position of the star. */
  position: { ra?: number; dec?: number };
  epochs: PlannedColumn[];
  measured: Map<string, PlannedValue[]>;
  /** Index by diagnostic. */
  diagnostics: Map<string, number>;
  defaultFlag?: number;
  missing?: number;
  zeroIsMissing: boolean;
  placeholders: Readonly<Record<string, number>>;
}

/** Columns of a header: canonical name, and the unit that the file itself gives, in the order of the table. */
export interface PlannedHeader {
  names: readonly string[];
  units: readonly (string | undefined)[];
  /** Index of a column that a mapping names; undefined if there is none. */
  indexOf: (column: string) => number | undefined;
}

const NO_UNIT: Unit = { name: '', scale: 1 };
const ANY_MISSION = SOURCES.map((source) => [new RegExp(`^${source}$`, 'i'), source] as const);
const SIDES = { err: 'both', err_low: 'low', err_high: 'high' } as const;

/** Plans how the rows of a table become candidates. A mapping replaces what the form of the table says about a field. */
export function planFor(form: TableForm | undefined, header: PlannedHeader, mapping: Mapping = {}): Plan {
  const position = new Map<string, number>();
  header.names.forEach((name, index) => position.has(name) || position.set(name, index));

  /** The file's own unit counts more than that of the form. */
  const column = (name: string | undefined, field: string, unit?: string): PlannedColumn | undefined => {
    const index = name === undefined ? undefined : position.get(name);
    return index === undefined ? undefined : planned(header, index, field, unit);
  };
  const value = (field: string, choice: MeasuredColumn): PlannedValue[] => {
    const found = column(choice.value, field, choice.unit);
    if (!found) return [];
    const side = (name: string | undefined) => column(name, field, choice.unit ?? header.units[found.index]);
    const limit = choice.limit === undefined ? undefined : position.get(choice.limit);
    return [
      {
        value: found,
        ...defined({ high: side(choice.high), low: side(choice.low), both: side(choice.both) }),
        ...(limit === undefined ? {} : { limit }),
      },
    ];
  };
  const names = (rules: TableForm['id'] = []): PlannedName[] =>
    rules.flatMap(({ columns, pattern, joined }) => {
      const indexes = columns.flatMap((name) => position.get(name) ?? []);
      if (joined) return indexes.length === columns.length ? [{ indexes }] : [];
      return indexes.map((index) => ({ indexes: [index], ...(pattern ? { pattern } : {}) }));
    });
  const diagnostics = DIAGNOSTICS.flatMap(({ name }) => {
    const index = [form?.diagnostics?.[name], name, `diagnostics.${name}`]
      .map((each) => (each === undefined ? undefined : position.get(each)))
      .find((each) => each !== undefined);
    return index === undefined ? [] : [[name, index] as const];
  });

  const plan: Plan = {
    source: missionOf(form?.source, position),
    id: names(form?.id),
    star: names(form?.star),
    position: positionOf(form, position),
    epochs: (form?.epochs ?? []).flatMap(({ column: name, unit }) => column(name, 'epoch', unit) ?? []),
    measured: new Map(
      Object.entries(form?.fields ?? {}).map(([field, choices]) => [
        field,
        choices.flatMap((each) => value(field, each)),
      ]),
    ),
    diagnostics: new Map(diagnostics),
    ...(form?.defaultFlag !== undefined && position.has(form.defaultFlag)
      ? { defaultFlag: position.get(form.defaultFlag) }
      : {}),
    ...(form?.missing === undefined ? {} : { missing: form.missing }),
    zeroIsMissing: form === undefined || form.zeroIsMissing === true,
    placeholders: form?.placeholders ?? {},
  };
  applyMapping(plan, header, mapping);
  for (const [field, choices] of plan.measured) if (choices.length === 0) plan.measured.delete(field);
  return plan;
}

function positionOf(form: TableForm | undefined, position: ReadonlyMap<string, number>): Plan['position'] {
  const { ra, dec } = form?.position ?? { ra: 'ra', dec: 'dec' };
  return { ra: position.get(ra), dec: position.get(dec) };
}

function missionOf(rule: MissionRule | undefined, position: ReadonlyMap<string, number>): Plan['source'] {
  if (typeof rule !== 'object') return rule;
  const index = position.get(rule.column);
  return index === undefined ? undefined : { index, missions: rule.missions };
}

function planned({ units }: PlannedHeader, index: number, field: string, unit?: string): PlannedColumn {
  const spelt = (spelling: string | undefined) => (spelling === undefined ? undefined : unitOf(field, spelling));
  return { index, unit: spelt(units[index]) ?? spelt(unit) ?? ownUnitOf(field) ?? NO_UNIT };
}

function applyMapping(plan: Plan, header: PlannedHeader, mapping: Mapping): void {
  // Values before their errors, whatever their order in the mapping.
  const entries = Object.entries(mapping.fields ?? {}).map(([name, mapped]) => [fieldNamed(name), mapped] as const);
  for (const [field, mapped] of entries) if (measurementOf(field) === field) mapField(plan, header, field, mapped);
  for (const [field, mapped] of entries) if (measurementOf(field) !== field) mapError(plan, header, field, mapped);
  plan.source ??= mapping.source;
}

function mappedColumn(header: PlannedHeader, field: string, { column, unit }: MappedColumn): PlannedColumn | undefined {
  const index = column === null ? undefined : header.indexOf(column);
  if (index === undefined) return undefined;
  const named = unit === undefined ? undefined : unitOf(field, unit);
  return named ? { index, unit: named } : planned(header, index, field);
}

function mapField(plan: Plan, header: PlannedHeader, field: string, mapped: MappedColumn): void {
  const column = mappedColumn(header, field, mapped);
  const name = column ? [{ indexes: [column.index] }] : [];
  if (field === 'source') plan.source = column && { index: column.index, missions: ANY_MISSION };
  else if (field === 'id') plan.id = name;
  else if (field === 'star_id') plan.star = name;
  else if (field === 'ra' || field === 'dec') plan.position[field] = column?.index;
  else if (field === 'epoch') plan.epochs = column ? [column] : [];
  else if (field.startsWith('diagnostics.')) {
    const diagnostic = field.slice('diagnostics.'.length);
    if (column) plan.diagnostics.set(diagnostic, column.index);
    else plan.diagnostics.delete(diagnostic);
  } else if (!column) plan.measured.delete(field);
  else plan.measured.set(field, [withUnit(plan.measured.get(field), column, mapped.unit !== undefined)]);
}

/** The errors of a column stay with it, and follow its unit. */
function withUnit(choices: PlannedValue[] = [], column: PlannedColumn, unitGiven: boolean): PlannedValue {
  const same = choices.find(({ value }) => value.index === column.index);
  if (!same) return { value: column };
  if (!unitGiven) return same;
  const side = (error: PlannedColumn | undefined) => error && { index: error.index, unit: column.unit };
  return { ...same, value: column, ...defined({ high: side(same.high), low: side(same.low), both: side(same.both) }) };
}

function mapError(plan: Plan, header: PlannedHeader, field: string, mapped: MappedColumn): void {
  const measurement = measurementOf(field);
  const side = SIDES[field.slice(measurement.length + 1) as keyof typeof SIDES];
  const choices = plan.measured.get(measurement) ?? [];
  const index = mapped.column === null ? undefined : header.indexOf(mapped.column);
  plan.measured.set(
    measurement,
    choices.map((choice) => {
      const { [side]: _, ...others } = choice;
      if (index === undefined) return others;
      const unit = mapped.unit === undefined ? choice.value.unit : unitOf(field, mapped.unit);
      return { ...others, [side]: { index, unit: unit ?? choice.value.unit } };
    }),
  );
}

/** The entries that have a value. */
function defined<Name extends string>(
  entries: Record<Name, PlannedColumn | undefined>,
): Partial<Record<Name, PlannedColumn>> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as Partial<
    Record<Name, PlannedColumn>
  >;
}
