import { median } from './drive.mjs';

/**
 * Measures two things beside each other, in turns, since a machine is seldom as fast now as it was a second ago.
 * @param {number} rounds
 * @param {() => Promise<number>} floor
 * @param {() => Promise<number>} measured
 * @returns {Promise<{ floor: number, measured: number, ratio: number, best: number }>} medians, the ratio that of the rounds; and the best ratio, since what else runs on a machine seldom makes anything faster
 */
export async function beside(rounds, floor, measured) {
  const pairs = [];
  for (let round = 0; round < rounds; round++) pairs.push({ floor: await floor(), measured: await measured() });
  const ratios = pairs.map((pair) => pair.measured / pair.floor);
  return {
    floor: median(pairs.map((pair) => pair.floor)),
    measured: median(pairs.map((pair) => pair.measured)),
    ratio: median(ratios),
    best: Math.max(...ratios),
  };
}
