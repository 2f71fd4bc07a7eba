import { median } from './drive.mjs';

/**
 * Measures two things beside each other, in turns, since a machine is seldom as fast now as it was a second ago.
 * @param {number} rounds
 * @param {() => Promise<number>} floor
 * @param {() => Promise<number>} measured
 * @returns {Promise<{ floor: number, measured: number, ratio: number }>} medians; the ratio is that of the rounds, not of the medians
 */
export async function beside(rounds, floor, measured) {
  const pairs = [];
  for (let round = 0; round < rounds; round++) pairs.push({ floor: await floor(), measured: await measured() });
  return {
    floor: median(pairs.map((pair) => pair.floor)),
    measured: median(pairs.map((pair) => pair.measured)),
    ratio: median(pairs.map((pair) => pair.measured / pair.floor)),
  };
}
