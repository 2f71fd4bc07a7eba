import { LightCurveError } from '../errors';
import { present } from '../present';
import type { Mission, Notice, RawLightCurve, Target } from '../types';
import { assemble } from './assemble';
import { shownNames } from './check-size';
import {
  errorColumn,
  EXPECTED_FLUX,
  EXPECTED_TIME,
  fluxColumns,
  isApertureFlux,
  otherColumn,
  timeColumn,
} from './column-names';
import type { ReadLimits, ReadOptions } from './limits';

/** Named columns of numbers with what the text around them says: what CSV and JSON have in common. */
export interface NamedTable {
  file: string;
  columns: ReadonlyMap<string, Float64Array>;
  target: Target;
  stretch?: string;
}

/** Throws `NO_TIME_COLUMN`, `NO_FLUX_COLUMN` and what `assemble` throws. */
export function tableLightCurve(table: NamedTable, options: ReadOptions, limits: ReadLimits): RawLightCurve {
  const { file, columns, target, stretch } = table;
  const names = [...columns.keys()];
  const column = (name: string | undefined) => (name === undefined ? undefined : columns.get(name));
  const timeName = timeColumn(names);
  const time = column(timeName);
  if (!time)
    throw new LightCurveError('NO_TIME_COLUMN', file, `columns ${shownNames(names)}, expected ${EXPECTED_TIME}`);
  const candidates = fluxColumns(names, options.flux ?? 'corrected');
  const fluxColumn = candidates.find((name) => column(name)?.some(Number.isFinite)) ?? candidates[0];
  const flux = column(fluxColumn);
  if (!flux || fluxColumn === undefined)
    throw new LightCurveError('NO_FLUX_COLUMN', file, `columns ${shownNames(names)}, expected ${EXPECTED_FLUX}`);
  const notices: Notice[] = [];
  if (fluxColumn !== candidates[0] && isApertureFlux(fluxColumn)) {
    notices.push({ code: 'sap_flux_used', file, message: `${candidates[0]} is empty, ${fluxColumn} is used` });
  }
  return assemble(
    {
      file,
      target,
      time,
      flux,
      fluxColumn,
      notices,
      timeHints: present({ given: options.timeSystem, columnName: timeName }),
      ...present({
        stretch,
        fluxErr: column(errorColumn(names, fluxColumn)),
        quality: column(otherColumn(names, 'quality')),
        centroidCol: column(otherColumn(names, 'centroidCol')),
        centroidRow: column(otherColumn(names, 'centroidRow')),
        motionCol: column(otherColumn(names, 'motionCol')),
        motionRow: column(otherColumn(names, 'motionRow')),
      }),
    },
    limits,
  );
}

const MISSION_OF_CATALOGUE: Record<string, Mission> = { KIC: 'KEPLER', EPIC: 'K2', TIC: 'TESS' };

/** The star that a free text names by its number in the Kepler, K2 or TESS input catalogue. */
export function targetInText(text: string): Target {
  const [, catalogue, number] = /\b(KIC|EPIC|TIC)[\s_]*0*(\d+)/i.exec(text) ?? [];
  if (catalogue === undefined) return {};
  const prefix = catalogue.toUpperCase();
  return { name: `${prefix} ${number}`, ...present({ mission: MISSION_OF_CATALOGUE[prefix] }) };
}
