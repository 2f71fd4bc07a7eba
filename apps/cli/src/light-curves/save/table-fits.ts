import type { Column, ColumnTable } from '@exoplanet/contracts';
import { TIME_ZERO, type TimeSystem } from '@exoplanet/light-curve';
import { type FitsCard, type FitsColumn, fitsFile } from '@exoplanet/light-curve/write';

/** A table as a FITS file with one binary table. Its time zero is in the keywords that lightkurve reads. */
export function toFits({ rows, columns, metadata = {} }: ColumnTable, name: string): Uint8Array {
  const { time_system: timeSystem, target } = metadata as { time_system?: TimeSystem; target?: string };
  const named: FitsCard[] = [
    ['ORIGIN', 'exoplanet'],
    ['OBJECT', target],
  ];
  const cards = timeSystem ? timeCards(timeSystem) : [];
  return fitsFile(named, [{ kind: 'table', name, rows, columns: columns.map(fitsColumn), cards }]);
}

function fitsColumn(column: Column): FitsColumn {
  const head = { name: column.name.toUpperCase(), ...(column.unit ? { unit: column.unit } : {}) };
  if (column.type !== 'dictionary') return { ...head, values: column.values };
  return { ...head, values: Array.from(column.values, (index) => column.words[index] ?? '') };
}

/** Missions' files have BJDREFI; readers of other files go by JDREFI. */
const timeCards = (system: TimeSystem): FitsCard[] => [
  ['TIMESYS', 'TDB'],
  ['TIMEUNIT', 'd'],
  [system === 'BJD' ? 'JDREFI' : 'BJDREFI', TIME_ZERO[system], 'integer part of the zero point of TIME'],
  [system === 'BJD' ? 'JDREFF' : 'BJDREFF', 0],
];
