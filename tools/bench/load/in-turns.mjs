import { median } from './drive.mjs';

/**
 * Measures two things in turns, because the speed of a shared machine changes from second to second.
 * @param {number} rounds
 * @param {() => Promise<number>} floor
 * @param {() => Promise<number>} measured
 * @returns {Promise<{ floor: number, measured: number, ratio: number, best: number }>} medians; `ratio` is the median of the rounds' ratios, `best` the highest of them: other load on the machine can lower a ratio, but seldom raise it
 */
export async function measureInTurns(rounds, floor, measured) {
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
