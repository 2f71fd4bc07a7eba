import { LightCurveError } from '../errors';
import type { RawLightCurve } from '../types';
import { checkRowCount, shownNames } from './check-size';
import { type FitsHeader, fitsUnits, textOf } from './fits-header';
import { FitsPhotometry } from './fits-photometry';
import { FitsTable } from './fits-table';
import { factsOf } from './header-facts';
import type { ReadLimits, ReadOptions } from './limits';
import { isPixelTable, readPixelFile } from './pixel-file';
import { tableLightCurve } from './table-light-curve';
import { hasTimes } from './time-column';

/** A light curve in FITS: the first binary table with a time column, whose flux is a number or an image in each row. */
export function readFitsLightCurve(
  file: string,
  bytes: Uint8Array,
  options: ReadOptions,
  limits: ReadLimits,
): RawLightCurve {
  const { table, photometry } = findTable(file, bytes, limits);
  if (isPixelTable(table)) return readPixelFile(table, photometry, bytes, options, limits);
  return tableLightCurve(photometry, factsOf(file, photometry.header), options, limits);
}

/** Units of one file that are looked at. */
const MAX_UNITS = 1000;

/** The first table with a time column, and its header laid over the primary one (INHERIT). */
function findTable(
  file: string,
  bytes: Uint8Array,
  limits: ReadLimits,
): { table: FitsTable; photometry: FitsPhotometry } {
  const seen: string[] = [];
  let primary: FitsHeader | undefined;
  for (const unit of fitsUnits(file, bytes)) {
    primary ??= unit.header;
    if (seen.length > MAX_UNITS) break;
    seen.push(textOf(unit.header, 'XTENSION')?.trim() ?? (unit.data.length > 0 ? 'IMAGE' : 'an empty primary unit'));
    if (FitsTable.isTable(unit)) {
      const table = new FitsTable(file, bytes, unit, limits);
      checkRowCount(file, table.rows, limits);
      if (hasTimes(table.columnNames))
        return { table, photometry: new FitsPhotometry(file, table, new Map([...primary, ...unit.header]), limits) };
    } else if (unit.data.start + unit.data.length > bytes.length) {
      throw new LightCurveError(
        'TRUNCATED',
        file,
        `the file has ${bytes.length} bytes, expected at least ${unit.data.start + unit.data.length}`,
      );
    }
  }
  if (primary?.get('EXTEND') === true && seen.length === 1 && seen[0] !== 'IMAGE') {
    throw new LightCurveError('TRUNCATED', file, 'the file ends after its primary header, expected a binary table');
  }
  throw new LightCurveError(
    'NO_LIGHT_CURVE_TABLE',
    file,
    `a FITS file with ${shownNames(seen)}, expected a binary table with a TIME column`,
  );
}
