import type { PhotometryTable } from '../photometry-table';
import { cdips } from './cdips';
import { eleanor } from './eleanor';
import { everest } from './everest';
import { k2sc } from './k2sc';
import { k2sff } from './k2sff';
import { k2varcat } from './k2varcat';
import { pathos } from './pathos';
import { plain } from './plain';
import type { Product } from './product';
import { qlp } from './qlp';
import { spoc } from './spoc';
import { tasoc } from './tasoc';
import { tglc } from './tglc';

/** In the order in which a table is compared with them; the last one takes every table. */
const PRODUCTS: readonly Product[] = [
  spoc,
  qlp,
  tglc,
  tasoc,
  eleanor,
  pathos,
  cdips,
  k2sff,
  k2sc,
  everest,
  k2varcat,
  plain,
];

/** The pipeline whose columns a table has. */
export function productOf(table: PhotometryTable): Product {
  return PRODUCTS.find((product) => product.wrote(table)) ?? plain;
}
