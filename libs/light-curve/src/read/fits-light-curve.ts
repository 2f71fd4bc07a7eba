import { LightCurveError } from '../errors';
import { present } from '../present';
import type { Mission, Notice, RawLightCurve, Target } from '../types';
import { assemble } from './assemble';
import { checkCellCount, checkRowCount, shownNames } from './check-size';
import { errorColumn, EXPECTED_FLUX, fluxColumns, isApertureFlux, otherColumn, timeColumn } from './column-names';
import { type FitsHeader, fitsUnits, numberOf, textOf } from './fits-header';
import { FitsTable } from './fits-table';
import type { ReadLimits, ReadOptions } from './limits';

const KEPT_COLUMNS = ['quality', 'centroidCol', 'centroidRow', 'motionCol', 'motionRow'] as const;

/**
 * A Kepler, K2 or TESS light-curve product: the first binary table with a time column.
 * Formats: Kepler Archive Manual (KDMC-10008) section 2.3, TESS Science Data Products Description (EXP-TESS-ARC-ICD-0014) section 5.
 */
export function readFitsLightCurve(
  file: string,
  bytes: Uint8Array,
  options: ReadOptions,
  limits: ReadLimits,
): RawLightCurve {
  const { table, header } = findTable(file, bytes, limits);
  const names = table.columnNames;
  const timeName = timeColumn(names)!;
  const time = table.scalars(timeName);
  if (!time) throw new LightCurveError('NO_TIME_COLUMN', file, `column ${timeName} is not one number a row`);
  const notices: Notice[] = [];
  const { flux, fluxColumn } = chooseFlux(file, table, options, notices);
  const errorName = errorColumn(names, fluxColumn);
  checkCellCount(file, table.rows, KEPT_COLUMNS.filter((quantity) => otherColumn(names, quantity)).length + 3, limits);
  const column = (name: string | undefined) => (name === undefined ? undefined : table.scalars(name));
  const reference = numberOf(header, 'BJDREFI');
  return assemble(
    {
      file,
      target: targetOf(header),
      time,
      flux,
      fluxColumn,
      notices,
      timeHints: present({
        given: options.timeSystem,
        reference: reference === undefined ? undefined : reference + (numberOf(header, 'BJDREFF') ?? 0),
        columnName: textOf(header, `TUNIT${names.indexOf(timeName) + 1}`),
      }),
      ...present({
        fluxErr: column(errorName),
        quality: column(otherColumn(names, 'quality')),
        centroidCol: column(otherColumn(names, 'centroidCol')),
        centroidRow: column(otherColumn(names, 'centroidRow')),
        motionCol: column(otherColumn(names, 'motionCol')),
        motionRow: column(otherColumn(names, 'motionRow')),
        cadence: positive(numberOf(header, 'TIMEDEL')),
        stretch: stretchOf(header),
        detector: detectorOf(header),
      }),
    },
    limits,
  );
}

/** Units of one file that are looked at. */
const MAX_UNITS = 1000;

/** The first table with a time column, and its header laid over the primary one (INHERIT). */
function findTable(file: string, bytes: Uint8Array, limits: ReadLimits): { table: FitsTable; header: FitsHeader } {
  const seen: string[] = [];
  let primary: FitsHeader | undefined;
  for (const unit of fitsUnits(file, bytes)) {
    primary ??= unit.header;
    if (seen.length > MAX_UNITS) break;
    seen.push(textOf(unit.header, 'XTENSION')?.trim() ?? (unit.data.length > 0 ? 'IMAGE' : 'an empty primary unit'));
    if (FitsTable.isTable(unit)) {
      const table = new FitsTable(file, bytes, unit, limits);
      checkRowCount(file, table.rows, limits);
      if (timeColumn(table.columnNames)) return { table, header: new Map([...primary, ...unit.header]) };
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

/** The preferred flux column that has any finite value. */
function chooseFlux(
  file: string,
  table: FitsTable,
  options: ReadOptions,
  notices: Notice[],
): { flux: Float64Array; fluxColumn: string } {
  let preferred: { flux: Float64Array; fluxColumn: string } | undefined;
  let chosen: typeof preferred;
  for (const name of fluxColumns(table.columnNames, options.flux ?? 'corrected')) {
    const flux = table.scalars(name);
    if (!flux) continue;
    preferred ??= { flux, fluxColumn: name };
    if (!flux.some(Number.isFinite)) continue;
    chosen = { flux, fluxColumn: name };
    break;
  }
  if (!preferred)
    throw new LightCurveError(
      'NO_FLUX_COLUMN',
      file,
      `columns ${shownNames(table.columnNames)}, expected ${EXPECTED_FLUX}`,
    );
  if (!chosen) return preferred;
  if (chosen.fluxColumn !== preferred.fluxColumn && isApertureFlux(chosen.fluxColumn)) {
    notices.push({
      code: 'sap_flux_used',
      file,
      message: `${preferred.fluxColumn} is empty, ${chosen.fluxColumn} is used`,
    });
  }
  return chosen;
}

function targetOf(header: FitsHeader): Target {
  const mission = missionOf(header);
  const radius = positive(numberOf(header, 'RADIUS'));
  return present({
    name: starName(header, mission),
    mission,
    teff: positive(numberOf(header, 'TEFF')),
    logg: numberOf(header, 'LOGG'),
    radius,
    magnitude: numberOf(header, 'KEPMAG') ?? numberOf(header, 'TESSMAG'),
  });
}

function missionOf(header: FitsHeader): Mission | undefined {
  const names = `${textOf(header, 'MISSION') ?? ''} ${textOf(header, 'TELESCOP') ?? ''}`.toUpperCase();
  if (/\bK2\b/.test(names)) return 'K2';
  if (names.includes('TESS')) return 'TESS';
  return names.includes('KEPLER') ? 'KEPLER' : undefined;
}

function starName(header: FitsHeader, mission: Mission | undefined): string | undefined {
  const tic = numberOf(header, 'TICID');
  if (tic !== undefined) return `TIC ${tic}`;
  const kepler = numberOf(header, 'KEPLERID');
  if (kepler !== undefined) return `${mission === 'K2' ? 'EPIC' : 'KIC'} ${kepler}`;
  return textOf(header, 'OBJECT');
}

function stretchOf(header: FitsHeader): string | undefined {
  for (const [keyword, letter] of [
    ['QUARTER', 'Q'],
    ['SECTOR', 'S'],
    ['CAMPAIGN', 'C'],
  ] as const) {
    const number = numberOf(header, keyword);
    if (number !== undefined) return `${letter}${number}`;
  }
  return undefined;
}

function detectorOf(header: FitsHeader): string | undefined {
  const channel = numberOf(header, 'CHANNEL');
  if (channel !== undefined) return `channel ${channel}`;
  const camera = numberOf(header, 'CAMERA');
  return camera === undefined ? undefined : `camera ${camera}, CCD ${numberOf(header, 'CCD') ?? '?'}`;
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}
