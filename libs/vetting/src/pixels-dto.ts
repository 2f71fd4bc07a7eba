import type { DifferenceImageDto, PixelPlaceDto, PointSourceDto, SourceOffsetDto } from '@exoplanet/contracts';
import type { Detection, DifferenceImage } from '@exoplanet/light-curve';

/** Difference images in one answer; those with the clearest difference are kept. */
const MAX_IMAGES = 30;

export function differenceImagesDto(pixels: Detection['pixels']): DifferenceImageDto[] {
  if (!pixels) return [];
  const { images } = pixels;
  const clearest = images.toSorted((a, b) => (b.lost?.significance ?? 0) - (a.lost?.significance ?? 0));
  const kept = new Set(clearest.slice(0, MAX_IMAGES));
  return images.filter((image) => kept.has(image)).map(imageDto);
}

export function sourceOffsetDto(pixels: Detection['pixels']): SourceOffsetDto | null {
  const offset = pixels?.offset;
  return offset ? { pixels: offset.pixels, arcsec: offset.arcsec ?? null, from: offset.from } : null;
}

function imageDto({
  file,
  stretch,
  images,
  transits,
  outOfTransit,
  difference,
  lost,
  star,
}: DifferenceImage): DifferenceImageDto {
  const { width, height, corner, aperture, target } = images;
  return {
    file,
    ...(stretch === undefined ? {} : { stretch }),
    width,
    height,
    corner: placeDto(corner),
    transits,
    out_of_transit: outOfTransit,
    difference,
    aperture,
    target: target ? placeDto(target) : null,
    lost: lost ? sourceDto(lost) : null,
    star: star ? sourceDto(star) : null,
  };
}

const placeDto = ({ column, row }: PixelPlaceDto): PixelPlaceDto => ({ column, row });

function sourceDto({
  column,
  row,
  columnErr,
  rowErr,
  significance,
}: NonNullable<DifferenceImage['lost']>): PointSourceDto {
  return { column, row, column_err: columnErr, row_err: rowErr, significance };
}
