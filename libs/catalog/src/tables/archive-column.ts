import type { MeasuredColumn } from './measured-table';

/** A column of the archive's TOI and K2 tables with its errors and its limit flag: `pl_rade`, `pl_radeerr1`, `pl_radeerr2`, `pl_radelim`. */
export function archiveColumn(value: string, scale?: number): MeasuredColumn {
  return {
    value,
    high: `${value}err1`,
    low: `${value}err2`,
    limit: `${value}lim`,
    ...(scale === undefined ? {} : { scale }),
  };
}
