import { useQuery } from '@tanstack/react-query';
import { COLUMNS_MEDIA_TYPE, type ColumnTable, decodeColumns } from '@exoplanet/contracts/columnar';
import { request } from '../server/client';
import type { Photometry } from './fold';

/** A curve at full resolution. */
export interface FullCurve {
  time: Float64Array;
  raw: Float32Array;
  clean: Float32Array;
  centroids?: { column: Float32Array; row: Float32Array };
}

async function columnsOf(path: string, signal: AbortSignal): Promise<ColumnTable> {
  const response = await request(path, { headers: { accept: COLUMNS_MEDIA_TYPE }, signal });
  return decodeColumns(new Uint8Array(await response.arrayBuffer()));
}

function floats(table: ColumnTable, name: string): Float32Array | undefined {
  const column = table.columns.find((each) => each.name === name);
  return column?.type === 'float32' || column?.type === 'float16' ? column.values : undefined;
}

function float64(table: ColumnTable, name: string): Float64Array {
  const column = table.columns.find((each) => each.name === name);
  return column?.type === 'float64' ? column.values : new Float64Array();
}

/** The curve of a completed task, raw and clean, every cadence. */
export const useFullCurve = (task: string, isCompleted: boolean) =>
  useQuery({
    queryKey: ['curve', task],
    enabled: isCompleted,
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<FullCurve> => {
      const table = await columnsOf(`/tasks/${task}/curve`, signal);
      const [column, row] = [floats(table, 'centroid_col'), floats(table, 'centroid_row')];
      return {
        time: float64(table, 'time'),
        raw: floats(table, 'raw') ?? new Float32Array(),
        clean: floats(table, 'detrended') ?? new Float32Array(),
        centroids: column && row ? { column, row } : undefined,
      };
    },
  });

export interface Spectrum {
  period: Float64Array;
  power: Float32Array;
}

/** The periodogram of the first search; undefined where nothing was searched. */
export const useSpectrum = (task: string, isSearched: boolean) =>
  useQuery({
    queryKey: ['spectrum', task],
    enabled: isSearched,
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<Spectrum> => {
      const table = await columnsOf(`/tasks/${task}/spectrum`, signal);
      return { period: float64(table, 'period'), power: floats(table, 'power') ?? new Float32Array() };
    },
  });

export const cleanOf = ({ time, clean }: FullCurve): Photometry => ({ time, flux: clean });
