/** Tables that are kept beside the analysis of a light curve at full resolution, each gzipped in the binary form of columns. */
export const CURVE_TABLES = ['curve', 'spectrum'] as const;
export type CurveTableName = (typeof CURVE_TABLES)[number];
