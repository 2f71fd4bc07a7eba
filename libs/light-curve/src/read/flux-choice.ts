import { LightCurveError } from '../errors';
import { present } from '../present';
import type { Notice } from '../types';
import { shownNames } from './check-size';
import { inFluxUnit, type Photometry } from './flux-units';
import { columnNamed, type PhotometryTable } from './photometry-table';
import { plainName } from './plain-name';
import type { FluxColumn, Product } from './products/product';
import { productOf } from './products/product-of';

export interface ChosenFlux extends Photometry {
  /** As the file writes it. */
  column: string;
  product: Product;
  notices: Notice[];
}

const GENERIC_ERROR = ['flux_err', 'flux_error', 'fluxerr', 'error', 'err', 'e_flux', 'eflux', 'sigma', 'uncertainty'];
const EXPECTED = 'a column named pdcsap_flux, flux or sap_flux, or the name of another one in flux_column';

/**
 * The flux of a table: the column that the user names, otherwise the best one of its product that has any value.
 * Throws `NO_FLUX_COLUMN`.
 */
export function chooseFlux(table: PhotometryTable, wanted?: string): ChosenFlux {
  const product = productOf(table);
  const choice = wanted === undefined ? bestColumn(table, product) : namedColumn(table, product, wanted);
  const { column, of, notices } = choice;
  const computed = product.compute?.(table, of.name);
  const photometry: Photometry = {
    flux: computed?.flux ?? choice.flux,
    ...present({ fluxErr: computed?.fluxErr ?? errorOf(table, of) }),
  };
  const { converted, ...flux } = inFluxUnit(photometry, table.unit(column) ?? of.unit);
  return {
    ...flux,
    column,
    product,
    notices: [
      ...notices,
      ...(converted === undefined
        ? []
        : [{ code: 'flux_converted', file: table.file, message: `${column}: ${converted}` } as const]),
    ],
  };
}

interface Choice {
  column: string;
  flux: Float64Array;
  of: FluxColumn;
  notices: Notice[];
}

function namedColumn(table: PhotometryTable, product: Product, wanted: string): Choice {
  const plain = plainName(wanted);
  const column =
    table.columnNames.find((name) => name.toLowerCase() === wanted.toLowerCase()) ?? columnNamed(table, plain);
  const flux = column === undefined ? undefined : table.numbers(column);
  if (column === undefined || !flux)
    throw new LightCurveError(
      'NO_FLUX_COLUMN',
      table.file,
      `flux_column is ${shownNames([wanted])}, expected one of the columns ${shownNames(table.columnNames)}${column === undefined ? '' : ' that has one number per row'}`,
    );
  const known = product.flux.find(({ name }) => name === plainName(column));
  return { column, flux, of: known ?? { name: plainName(column), corrected: true }, notices: [] };
}

function bestColumn(table: PhotometryTable, product: Product): Choice {
  const { file, columnNames } = table;
  let first: Choice | undefined;
  for (const of of product.flux) {
    const column = columnNamed(table, of.name);
    const flux = column === undefined ? undefined : table.numbers(column);
    if (column === undefined || !flux) continue;
    first ??= { column, flux, of, notices: [] };
    if (flux.some(Number.isFinite))
      return {
        column,
        flux,
        of,
        notices: [...fallback(file, first, of, column), ...better(table, product, of, column)],
      };
  }
  if (first) return first;
  throw new LightCurveError('NO_FLUX_COLUMN', file, `columns ${shownNames(columnNames)}, expected ${EXPECTED}`);
}

function fallback(file: string, first: Choice, used: FluxColumn, column: string): Notice[] {
  if (used.corrected || !first.of.corrected) return [];
  return [{ code: 'sap_flux_used', file, message: `${first.column} is empty, ${column} is used` }];
}

const LOOKS_LIKE_FLUX = /flux|mag/;
const LOOKS_CORRECTED = /cor|cal|clean|detr|dtr|det_|_det|flat|pdc|tfa|pca|sys|norm|whit/;
const LOOKS_UNRELATED = /err|unc|sig|bkg|back|sky|std|flag|qual|centr|model|trend$/;

/** A raw flux is never used without a notice where an unknown column looks like a corrected one. */
function better(table: PhotometryTable, { flux }: Product, used: FluxColumn, column: string): Notice[] {
  if (used.corrected) return [];
  const known = new Set(flux.map(({ name }) => name));
  const others = table.columnNames.filter((name) => {
    const plain = plainName(name);
    return (
      !known.has(plain) && LOOKS_LIKE_FLUX.test(plain) && LOOKS_CORRECTED.test(plain) && !LOOKS_UNRELATED.test(plain)
    );
  });
  if (others.length === 0) return [];
  return [
    {
      code: 'better_flux_unknown',
      file: table.file,
      message: `${column} is used, but ${shownNames(others)} looks like a corrected flux; choose it with flux_column`,
    },
  ];
}

/** The error of a flux column: the product's, its own name with `_err`, otherwise a general one. */
function errorOf(table: PhotometryTable, { name, error }: FluxColumn): Float64Array | undefined {
  const own = [`${name}_err`, `${name}_error`, `e_${name}`, `${name}err`];
  for (const plain of error === undefined ? [...own, ...GENERIC_ERROR] : [error]) {
    const column = columnNamed(table, plain);
    const values = column === undefined ? undefined : table.numbers(column);
    if (values) return values;
  }
  return undefined;
}
