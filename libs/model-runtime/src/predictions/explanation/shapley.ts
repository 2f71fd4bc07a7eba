/**
 * Exact Shapley values of a game: what each player adds, averaged over every order in which the players can join.
 * (Shapley 1953, "A value for n-person games"; the sum over coalitions as in equation 4 of Lundberg & Lee 2017.)
 * @param values of all coalitions, [2^players]: bit i of the position says whether player i is a member
 * @returns [players]; their sum is the value of the full coalition minus that of the empty one
 */
export function shapleyValues(values: ArrayLike<number>): Float64Array {
  const players = Math.log2(values.length);
  if (!Number.isInteger(players)) throw new RangeError(`expected a power of two of coalitions, found ${values.length}`);
  const weights = weightsOf(players);
  const result = new Float64Array(players);
  for (let coalition = 0; coalition < values.length; coalition++) {
    const weight = weights[size(coalition)];
    for (let player = 0; player < players; player++) {
      if (coalition & (1 << player)) continue;
      result[player] += weight * (values[coalition | (1 << player)] - values[coalition]);
    }
  }
  return result;
}

/** |S|! (n − |S| − 1)! / n! by the size of the coalition S that a player joins. */
function weightsOf(players: number): Float64Array {
  const weights = new Float64Array(players + 1);
  for (let joined = 0, choose = 1; joined < players; joined++) {
    weights[joined] = 1 / (players * choose);
    choose = (choose * (players - 1 - joined)) / (joined + 1); // Binomial of n − 1 over |S|.
  }
  return weights;
}

function size(coalition: number): number {
  let count = 0;
  for (let rest = coalition; rest; rest &= rest - 1) count++;
  return count;
}
