/** What the guard against regressions takes from the benchmarks. */
export { besideOnnxAlone } from './works/large-batches.mjs';
export { besideBareFastify } from './works/many-clients.mjs';
export { callsOfTasks, MOST_CALLS } from './works/round-trips.mjs';
