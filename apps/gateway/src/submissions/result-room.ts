import type { AnalyzeCommand, PredictCommand } from '@exoplanet/contracts';

/*
 * Room that is reserved for results when a command is accepted [bytes]. Measured with the models in service: an answer to
 * one row takes 0.4 kB, in a batch 18 B a row, 24 B more with quantiles and 0.6 to 2.6 kB more with an explanation, which
 * grows with the fields that were given. An analysis holds curves thinned to 2,000 points, and views for each detection. The
 * attached full curve takes 13 to 21 B a point with gzip, less than its file, and the spectrum of four years of Kepler data 1.2 MB.
 */
const PER_COMMAND = 1024;
const PER_TASK = 512;
const PER_ROW = 64;
const PER_ROW_UNCERTAINTY = 24;
const PER_ROW_EXPLANATION = 3 * 1024;
/** Columns of a match, of the objects on a star, and of what they change. */
const PER_CONTEXT_ENTRY = 64;
const PER_ANALYSIS = 64 * 1024;
const PER_DETECTION = 96 * 1024;
const PER_POINT = 21;
const PER_SPECTRUM = 1.25 * 1024 * 1024;

export function roomForPredictions({ table, options, context }: PredictCommand, tasks: number): number {
  const perRow =
    PER_ROW + (options.uncertainty ? PER_ROW_UNCERTAINTY : 0) + (options.explain ? PER_ROW_EXPLANATION : 0);
  return PER_COMMAND + tasks * PER_TASK + table.rows * perRow + (context?.row.length ?? 0) * PER_CONTEXT_ENTRY;
}

export function roomForAnalysis({ files, columns, options }: AnalyzeCommand): number {
  const sent = files?.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) ?? 0;
  const curve = columns ? columns.time.length * PER_POINT : sent;
  const spectrum = options.period === undefined ? Math.min(curve, PER_SPECTRUM) : 0;
  return PER_ANALYSIS + options.max_planets * PER_DETECTION + curve + spectrum;
}
