/** The views that models read, and the steps that make them: serving and training share these functions. */
export { withoutTransits } from '../detrend/without-transits';
export { flattenForViews } from './flatten';
export { phaseTime, transitNumber } from './fold';
export { GLOBAL_BINS, LOCAL_BINS, makeViews, type Views } from './make-views';
export { RIVER_ROWS } from './river';
export { VIEW_INPUTS, type ViewInputs, viewInputs } from './view-inputs';
