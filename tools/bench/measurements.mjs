/** What the guard against regressions takes from the benchmarks. */
export { besideBareFastify } from './works/many-clients.mjs';
export { besideOnnxAlone } from './works/large-batches.mjs';
export { MOST_CALLS, callsOfTasks } from './works/round-trips.mjs';
