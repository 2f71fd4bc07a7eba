/** Processor time that each part of the system takes for some work, as words. `work` gives the number of its pieces. */
export async function costs(system, work) {
  const before = system.cpu();
  const pieces = await work();
  const after = system.cpu();
  return Object.keys(after).map((part) => `${part} ${((1000 * (after[part] - before[part])) / pieces).toFixed(1)} µs`).join(', ');
}
