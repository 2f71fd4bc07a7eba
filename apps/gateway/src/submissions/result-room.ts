import type { AnalyzeCommand, PredictCommand } from '@exoplanet/contracts';

/*
 * Room that is reserved for results when a command is accepted [bytes]. Measured with the models in service: an answer to
 * one row takes 0.4 kB, in a batch 18 B a row, 24 B more with quantiles and 0.6 to 2.6 kB more with an explanation, which
 * grows with the fields that were given. An analysis holds curves thinned to 2,000 points, and views for each detection.
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

export function roomForPredictions({ table, options, context }: PredictCommand, tasks: number): number {
  const perRow =
    PER_ROW + (options.uncertainty ? PER_ROW_UNCERTAINTY : 0) + (options.explain ? PER_ROW_EXPLANATION : 0);
  return PER_COMMAND + tasks * PER_TASK + table.rows * perRow + (context?.row.length ?? 0) * PER_CONTEXT_ENTRY;
}

export function roomForAnalysis({ options }: AnalyzeCommand): number {
  return PER_ANALYSIS + options.max_planets * PER_DETECTION;
}
