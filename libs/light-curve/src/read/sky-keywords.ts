import type { SkyMap } from '../pixels/sky-map';
import { type FitsHeader, numberOf } from './fits-header';

/**
 * The coordinate system of an image: the keywords of a table's column `number` (1CRPXn, 11PCn, …), or those of an image.
 * Undefined where they are missing or no map.
 */
export function skyMapOf(header: FitsHeader, number?: number): SkyMap | undefined {
  const key = (column: string, image: string) => numberOf(header, number === undefined ? image : `${column}${number}`);
  const [x, y, ra, dec] = [
    key('1CRPX', 'CRPIX1'),
    key('2CRPX', 'CRPIX2'),
    key('1CRVL', 'CRVAL1'),
    key('2CRVL', 'CRVAL2'),
  ];
  const [east, north] = [key('1CDLT', 'CDELT1'), key('2CDLT', 'CDELT2')];
  if (x === undefined || y === undefined || ra === undefined || dec === undefined) return undefined;
  if (east === undefined || north === undefined) return undefined;
  const pc = (column: string, image: string, otherwise: number) => key(column, image) ?? otherwise;
  const matrix = [
    east * pc('11PC', 'PC1_1', 1),
    east * pc('12PC', 'PC1_2', 0),
    north * pc('21PC', 'PC2_1', 0),
    north * pc('22PC', 'PC2_2', 1),
  ] as const;
  const determinant = matrix[0] * matrix[3] - matrix[1] * matrix[2];
  if (!Number.isFinite(determinant) || determinant === 0) return undefined;
  return { reference: { column: x - 1, row: y - 1 }, ra, dec, matrix };
}
