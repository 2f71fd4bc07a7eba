import { useCallback, useState } from 'react';
import type { DetectionDto } from '@exoplanet/contracts/browser';
import { Button, controls, Panel } from '../design/controls';
import { measured, significant } from '../design/format';
import { Term } from '../glossary/term';
import { Canvas, type Draw } from '../plots/canvas';
import styles from './curve.module.css';
import { type DifferenceImage, drawPixels, drawPlaces } from './draw-pixels';

/** The light that is lost in the transits, pixel by pixel: it shows whether the target or another star is eclipsed. */
export function DifferenceImages({ detection }: { detection: DetectionDto }) {
  const { difference_images: images, source_offset: offset } = detection;
  const [chosen, choose] = useState<number>();
  if (images.length === 0) return null;
  const shown = chosen ?? clearest(images);
  const image = images[shown] ?? images[0];
  return (
    <Panel
      title={<Term name="difference image">Difference image</Term>}
      note={
        offset
          ? `The light is lost ${measured(offset.pixels.value, offset.pixels.error)} pixels${
              offset.arcsec ? ` (${measured(offset.arcsec.value, offset.arcsec.error)}″)` : ''
            } from the ${offset.from === 'catalogue' ? 'position in the catalogue' : 'star in the image'}`
          : 'The difference is too faint to be placed'
      }
    >
      <div className={styles.stack}>
        {images.length > 1 && (
          <nav className={styles.set} aria-label="Target pixel files">
            {images.map(({ file, stretch }, index) => (
              <Button key={file} aria-pressed={index === shown} onClick={() => choose(index)}>
                {stretch ?? file}
              </Button>
            ))}
          </nav>
        )}
        <div className={styles.two}>
          <Pixels image={image} name="Beside the transits" values={image.out_of_transit} />
          <Pixels image={image} name="Lost in transit" values={image.difference} />
        </div>
        <p className={`${controls.muted} ${controls.small}`}>
          {image.file}, {image.transits} transits. Outline: aperture. Cross: position in the catalogue. Circle: where
          the light is lost{image.lost ? `, ${significant(image.lost.significance, 3)} σ` : ' (too faint here)'}.
        </p>
      </div>
    </Panel>
  );
}

const clearest = (images: readonly DifferenceImage[]): number =>
  images.reduce(
    (best, { lost }, index) => ((lost?.significance ?? 0) > (images[best].lost?.significance ?? 0) ? index : best),
    0,
  );

interface PixelsProps {
  image: DifferenceImage;
  name: string;
  /** [e-/s], row by row from below. */
  values: ArrayLike<number>;
}

function Pixels({ image, name, values }: PixelsProps) {
  const draw = useCallback<Draw>(
    (context, width, height, colors) => {
      drawPixels(context, { width, height }, image, values);
      drawPlaces(context, { width, height }, image, colors);
    },
    [image, values],
  );
  const finite = Array.from(values).filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)].map((value) => significant(value, 3));
  return (
    <figure
      className={styles.pixels}
      style={{ ['--shape' as string]: `${image.width} / ${image.height}` }}
      aria-label={`${name}: ${image.width} by ${image.height} pixels from ${low} to ${high} electrons a second. ${placeText(image)}`}
    >
      <figcaption>
        <strong>{name}</strong>{' '}
        <span className={controls.muted}>
          {low} to {high} <span className={controls.unit}>e⁻ s⁻¹</span>
        </span>
      </figcaption>
      <Canvas draw={draw} />
    </figure>
  );
}

function placeText({ lost, target, corner }: DifferenceImage): string {
  const at = ({ column, row }: { column: number; row: number }) =>
    `column ${(corner.column + column).toFixed(1)}, row ${(corner.row + row).toFixed(1)}`;
  return [
    target ? `The catalogue places the target at ${at(target)}.` : '',
    lost ? `The light is lost at ${at(lost)}.` : 'Where the light is lost is too faint to tell.',
  ].join(' ');
}
