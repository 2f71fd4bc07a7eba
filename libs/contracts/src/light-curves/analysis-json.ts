import type { AnalysisDto } from './analysis.dto';

/** An analysis as JSON text: the same for a server's answer and for the command line. @param space as in JSON.stringify */
export function analysisJson(analysis: AnalysisDto, space?: number): string {
  return JSON.stringify(analysis, plain, space);
}

/** Columns as lists, with as many digits as their type holds; what is not a finite number as null. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Float32Array)
    return Array.from(value, (one) => (Number.isFinite(one) ? Number(one.toPrecision(7)) : null));
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as Iterable<unknown>) : value;
}
