import { numberIn } from '../candidate/cell';
import { measurementOf, unitOf } from '../units';
import { commentsOf } from './csv';
import { type TableDescription, type TableWriter, textOf, type WrittenCell } from './table-writer';

/** Columns of ExoFOP's bulk upload of planet parameters, and the field that each holds. */
const COLUMNS: readonly (readonly [name: string, field?: string])[] = [
  ['target', 'star_id'],
  ['flag'],
  ['disp'],
  ['discovery'],
  ['candname', 'id'],
  ['period', 'period'],
  ['period_unc', 'period_err'],
  ['epoch', 'epoch'],
  ['epoch_unc'],
  ['depth', 'depth'],
  ['depth_unc', 'depth_err'],
  ['duration', 'duration'],
  ['duration_unc', 'duration_err'],
  ['inc'],
  ['inc_unc'],
  ['imp', 'impact'],
  ['imp_unc', 'impact_err'],
  ['r_planet'],
  ['r_planet_unc'],
  ['ar_star'],
  ['a_rstar_unc'],
  ['radius', 'radius'],
  ['radius_unc', 'radius_err'],
  ['mass'],
  ['mass_unc'],
  ['temp', 'teq'],
  ['temp_unc', 'teq_err'],
  ['insol', 'insol'],
  ['insol_unc', 'insol_err'],
  ['dens'],
  ['dens_unc'],
  ['sma'],
  ['sma_unc'],
  ['ecc'],
  ['ecc_unc'],
  ['arg_peri'],
  ['arg_peri_unc'],
  ['time_peri'],
  ['time_peri_unc'],
  ['vsa'],
  ['vsa_unc'],
  ['tag'],
  ['group'],
  ['prop_period'],
  ['paper'],
  ['notes'],
];

/** Maximum length of a note [characters]. */
const MAX_NOTE = 120;

/**
 * A draft of ExoFOP's bulk upload of planet parameters (`params_planet_YYYYMMDD_nnn.txt`), separated by bars, times in full BJD. It says
 * DRAFT in its first line and in every note, so that nobody submits it unchecked. Dispositions are left empty: people have to decide them.
 */
export function exofopWriter({ columns, provenance }: TableDescription): TableWriter {
  const indexOf = (field: string) => columns.findIndex((column) => column.field === field && column.role === 'used');
  const result = (name: string) => columns.findIndex((column) => column.name === name && column.role === 'result');
  const sources = COLUMNS.map(([name, field]) => ({
    name,
    field,
    // The larger of two uncertainties is not known before the row is read.
    indexes:
      field === undefined
        ? []
        : [field, ...(field.endsWith('_err') ? [`${field}_high`, `${field}_low`] : [])]
            .map(indexOf)
            .filter((index) => index >= 0),
  }));
  const [prediction, probability] = [result('prediction'), result('probability')];
  const note = (cells: readonly WrittenCell[]) => {
    const [verdict, value] = [prediction, probability].map((index) => (index < 0 ? '' : textOf(cells[index])));
    return `DRAFT; model: ${verdict || 'no answer'}${value && `, probability ${value}`}`.slice(0, MAX_NOTE);
  };
  const cell = (field: string, indexes: readonly number[], cells: readonly WrittenCell[]): string => {
    const texts = indexes.map((index) => inOwnUnit(field, columns[index].unit, textOf(cells[index])));
    if (field === 'star_id') return (texts[0] ?? '').replace(/^(\d+)(\.0+)?$/, 'TIC $1');
    return texts.reduce((a, b) => (Math.abs(Number(b)) > Math.abs(Number(a)) ? b : a), texts[0] ?? '');
  };
  const head =
    '# DRAFT: made by a program. Check every row, and the columns against the template of ExoFOP, before you upload anything.\n';
  return {
    head: () => `${head}${commentsOf(provenance)}${COLUMNS.map(([name]) => name).join('|')}\n`,
    row: (cells) =>
      `${sources
        .map(({ name, field, indexes }) => {
          if (name === 'notes') return note(cells);
          if (name === 'tag') return 'DRAFT';
          return field === undefined ? '' : cell(field, indexes, cells);
        })
        .map((text) => text.replace(/[|\r\n]/g, ' '))
        .join('|')}\n`,
    end: () => '',
  };
}

/** A number in the unit of its field, errors without their sign; the text itself if it is in that unit already. */
function inOwnUnit(field: string, unitName: string | undefined, text: string): string {
  const isError = measurementOf(field) !== field;
  const unit = unitName === undefined ? undefined : unitOf(field, unitName);
  const value = numberIn(text);
  if (value === undefined) return '';
  if (Number.isNaN(value)) return text;
  if (!unit || (unit.scale === 1 && !unit.offset)) return isError ? text.replace(/^-/, '') : text;
  const own = value * unit.scale + (isError ? 0 : (unit.offset ?? 0));
  return String(Number((isError ? Math.abs(own) : own).toPrecision(15)));
}
