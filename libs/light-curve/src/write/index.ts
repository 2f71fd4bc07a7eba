export { type FitsColumn, fitsFile } from './fits-file';
export type { FitsCard } from './fits-header';
