import { medianOf } from '../../statistics/median';
import { hasColumns } from '../photometry-table';
import { corrected, missionFlags, numbersOf, type Product } from './product';

/** K2SC (Aigrain, Parviainen & Pope 2016, MNRAS 459, 2408): the flux with its position trend beside it, which is removed here. */
export const k2sc: Product = {
  name: 'K2SC',
  wrote: (table) => hasColumns(table, 'flux', 'trposi'),
  flux: [corrected('flux', { error: 'error' })],
  quality: (table) => missionFlags(table, 'quality'),
  compute: (table, name) => {
    const [flux, trend] = [numbersOf(table, name), numbersOf(table, 'trposi')];
    if (name !== 'flux' || !flux || !trend) return undefined;
    const level = medianOf(trend.filter(Number.isFinite));
    return { flux: flux.map((value, row) => value - trend[row] + level) };
  },
  centroids: ['x', 'y'],
};
