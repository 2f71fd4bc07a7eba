/** The steps that make views for training: the same functions that make them in serving. */
export { withoutTransits } from '../detrend/without-transits';
export { flattenForViews } from './flatten';
export { phaseTime, transitNumber } from './fold';
export { GLOBAL_BINS, LOCAL_BINS, makeViews, type Views } from './make-views';
export { RIVER_ROWS } from './river';
export { viewInputs } from './view-inputs';
