import { LightCurveError } from '../errors';
import { present } from '../present';
import type { Notice, RawLightCurve, Target } from '../types';
import { assemble } from './assemble';
import { shownNames, shownText } from './check-size';
import { chooseFlux } from './flux-choice';
import type { ReadLimits, ReadOptions } from './limits';
import { columnNamed, type PhotometryTable } from './photometry-table';
import { QUALITY_COLUMNS } from './products/product';
import { starInColumns } from './star-column';
import { EXPECTED_TIME, timesOf } from './time-column';
import { timeHintsOf } from './time-hints';

/** What a format's reader knows beside the table. */
export interface TableFacts {
  target: Target;
  /** `Q5`, `S12`, `C3`. */
  stretch?: string;
  detector?: string;
  /** Exposure length [d]. */
  cadence?: number;
  /** Part of the light in the aperture that is the star's, 0 to 1. */
  crowding?: number;
}

const CENTROIDS = {
  centroidCol: ['mom_centr1', 'centroid_col', 'centroid_column', 'sap_x'],
  centroidRow: ['mom_centr2', 'centroid_row', 'sap_y'],
  motionCol: ['pos_corr1'],
  motionRow: ['pos_corr2'],
} as const;

/** The light curve in a table, whatever its format. Throws `NO_TIME_COLUMN`, `NO_FLUX_COLUMN` and what `assemble` throws. */
export function tableLightCurve(
  table: PhotometryTable,
  facts: TableFacts,
  options: ReadOptions,
  limits: ReadLimits,
): RawLightCurve {
  const { file, columnNames } = table;
  const times = timesOf(table);
  if (!times)
    throw new LightCurveError(
      'NO_TIME_COLUMN',
      file,
      `columns ${shownNames(columnNames)}, expected ${EXPECTED_TIME}, with one number per row`,
    );
  const { flux, fluxErr, column: fluxColumn, product, notices } = chooseFlux(table, options.fluxColumn);
  const quality = product.quality?.(table, fluxColumn.toLowerCase());
  if (!quality) notices.push(...unusedQuality(table));
  return assemble(
    {
      file,
      target: {
        ...present({ mission: options.mission }),
        ...starInColumns(table, [times.column, fluxColumn]),
        ...facts.target,
      },
      time: times.values,
      flux,
      fluxColumn,
      notices,
      timeHints: { ...timeHintsOf(table, times.column, times.iso), ...present({ given: options.timeSystem }) },
      ...present({
        stretch: facts.stretch,
        detector: facts.detector,
        cadence: facts.cadence,
        crowding: facts.crowding,
        fluxErr,
        quality: quality?.flags,
        qualityMasks: quality?.masks,
        centroidCol: firstNumbers(table, [...(product.centroids?.slice(0, 1) ?? []), ...CENTROIDS.centroidCol]),
        centroidRow: firstNumbers(table, [...(product.centroids?.slice(1) ?? []), ...CENTROIDS.centroidRow]),
        motionCol: firstNumbers(table, CENTROIDS.motionCol),
        motionRow: firstNumbers(table, CENTROIDS.motionRow),
      }),
    },
    limits,
  );
}

function unusedQuality(table: PhotometryTable): Notice[] {
  const name = QUALITY_COLUMNS.map((plain) => columnNamed(table, plain)).find((found) => found !== undefined);
  if (name === undefined) return [];
  const message = `the column ${shownText(name)} is not used: expected numbers, or words of which one is good or ok`;
  return [{ code: 'quality_not_used', file: table.file, message }];
}

function firstNumbers(table: PhotometryTable, columns: readonly string[]): Float64Array | undefined {
  for (const plain of columns) {
    const name = columnNamed(table, plain);
    const values = name === undefined ? undefined : table.numbers(name);
    if (values) return values;
  }
  return undefined;
}
