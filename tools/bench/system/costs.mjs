/**
 * Processor time that each part of the system takes for a piece of some work [µs]. `work` gives the number of its pieces.
 * @returns {Promise<{ gateway: number, workers: number, redis: number }>}
 */
export async function costsOf(system, work) {
  const before = system.cpu();
  const pieces = await work();
  const after = system.cpu();
  return Object.fromEntries(Object.keys(after).map((part) => [part, (1000 * (after[part] - before[part])) / pieces]));
}

/** The same as words. */
export const inWords = (costs) =>
  Object.entries(costs)
    .map(([part, cost]) => `${part} ${cost.toFixed(1)} µs`)
    .join(', ');
