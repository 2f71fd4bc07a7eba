/** What `speed-does-not-regress.spec.ts` takes from the benchmarks. */
export { besideOnnxAlone } from './benchmarks/large-batches.mjs';
export { besideBareFastify } from './benchmarks/many-clients.mjs';
export { callsPerTask, MAX_CALLS } from './benchmarks/round-trips.mjs';
