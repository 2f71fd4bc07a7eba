import { LightCurveError } from '../errors';
import { removeBackground } from '../pixels/background';
import type { PixelImages } from '../pixels/pixel-images';
import { aperturePhotometry } from '../pixels/pixel-photometry';
import { placeOf } from '../pixels/sky-map';
import { apertureOfStar } from '../pixels/star-aperture';
import { present } from '../present';
import type { Notice, RawLightCurve } from '../types';
import { assemble } from './assemble';
import { fitsUnits, numberOf, textOf } from './fits-header';
import { imageOfSize } from './fits-image';
import type { FitsPhotometry } from './fits-photometry';
import type { FitsTable } from './fits-table';
import { factsOf } from './header-facts';
import type { ReadLimits, ReadOptions } from './limits';
import { skyMapOf } from './sky-keywords';
import { timesOf } from './time-column';
import { timeHintsOf } from './time-hints';

/** A pixel that the pipeline sums has this bit in the APERTURE image. */
const IN_OPTIMAL_APERTURE = 2;
const IMAGE_COLUMN = 'FLUX';

/** Whether a table is that of a target pixel file: its FLUX column has one image per row. */
export function isPixelTable(table: FitsTable): boolean {
  return table.imageSize(IMAGE_COLUMN) !== undefined;
}

/**
 * A target pixel file (Kepler Archive Manual section 2.3.2, TESS Science Data Products Description section 4): the sum of the
 * pipeline's aperture as flux, its centroids, and the images themselves, from which difference images are made.
 * Throws `TOO_MANY_POINTS`, `NO_FLUX_COLUMN` and what `assemble` throws.
 */
export function readPixelFile(
  table: FitsTable,
  photometry: FitsPhotometry,
  bytes: Uint8Array,
  options: ReadOptions,
  limits: ReadLimits,
): RawLightCurve {
  const { file, header } = photometry;
  if (options.fluxColumn !== undefined && options.fluxColumn.toUpperCase() !== IMAGE_COLUMN)
    throw new LightCurveError(
      'NO_FLUX_COLUMN',
      file,
      `flux_column is ${options.fluxColumn}, but the file is a target pixel file; expected FLUX, the sum of its aperture`,
    );
  const times = timesOf(photometry);
  if (!times) throw new LightCurveError('NO_TIME_COLUMN', file, 'a target pixel file without one time per row');
  const size = table.imageSize(IMAGE_COLUMN)!;
  const notices: Notice[] = [];
  const flux = table.images(IMAGE_COLUMN, limits);
  const background = removeBackground({ ...size, flux }, table.hasValues('FLUX_BKG'));
  if (background) notices.push({ code: 'background_removed', file, message: background });
  const given = pipelineAperture(file, bytes, size);
  const sky = skyMapOf(header, table.columnNumber(IMAGE_COLUMN)) ?? given?.sky;
  const [ra, dec] = [numberOf(header, 'RA_OBJ'), numberOf(header, 'DEC_OBJ')];
  const target = sky && ra !== undefined && dec !== undefined ? placeOf(sky, ra, dec) : undefined;
  const isInside =
    target && target.column > -1 && target.row > -1 && target.column < size.width && target.row < size.height;
  const star = isInside ? target : undefined;
  const aperture = given?.aperture ?? apertureOfStar({ ...size, flux }, star);
  if (!given)
    notices.push({
      code: 'aperture_chosen',
      file,
      message: `the file has no aperture of a pipeline; the ${aperture.reduce((sum, used) => sum + used, 0)} pixels of the star were summed`,
    });
  const corner = {
    column: numberOf(header, `1CRV${table.columnNumber(IMAGE_COLUMN)}P`) ?? 0,
    row: numberOf(header, `2CRV${table.columnNumber(IMAGE_COLUMN)}P`) ?? 0,
  };
  const images: PixelImages = { ...size, corner, flux, aperture, ...present({ target: star, sky }) };
  const measured = aperturePhotometry(images);
  const facts = factsOf(file, header);
  const scalars = (name: string) => photometry.numbers(name);
  return assemble(
    {
      file,
      time: times.values,
      ...facts,
      // The header's part of the star's light is that of the pipeline's aperture.
      ...(!given && { crowding: undefined }),
      target: { ...present({ mission: options.mission }), ...facts.target },
      ...measured,
      fluxColumn: IMAGE_COLUMN,
      images,
      notices,
      timeHints: { ...timeHintsOf(photometry, times.column, times.iso), ...present({ given: options.timeSystem }) },
      ...present({
        fluxErr: table.summedErrors('FLUX_ERR', aperture, limits),
        quality: scalars('QUALITY'),
        motionCol: scalars('POS_CORR1'),
        motionRow: scalars('POS_CORR2'),
      }),
    },
    limits,
  );
}

/** The APERTURE image after the table; undefined where no pixel of it is in the optimal aperture. */
function pipelineAperture(
  file: string,
  bytes: Uint8Array,
  { width, height }: { width: number; height: number },
): { aperture: Uint8Array; sky?: PixelImages['sky'] } | undefined {
  for (const unit of fitsUnits(file, bytes)) {
    if (textOf(unit.header, 'XTENSION') !== 'IMAGE') continue;
    const bits = imageOfSize(file, bytes, unit, width, height);
    if (!bits) continue;
    const aperture = Uint8Array.from(bits, (value) => ((value & IN_OPTIMAL_APERTURE) !== 0 ? 1 : 0));
    if (aperture.some((used) => used === 1)) return { aperture, ...present({ sky: skyMapOf(unit.header) }) };
  }
  return undefined;
}
