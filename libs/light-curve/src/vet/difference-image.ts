import type { SourceOffset } from '../difference/source-offset';
import type { VetTest } from './vet-test';

const LIMIT = 3;
/** Sources that are closer cannot be told apart [pixels]. */
const MIN_OFFSET = 0.5;

/** Passes when the light is lost where the target stands (Bryson et al. 2013, PASP 125, 889). */
export function differenceImageTest(offset: SourceOffset | undefined): VetTest {
  const name = 'difference_image';
  if (!offset)
    return {
      name,
      limit: LIMIT,
      limitIs: 'maximum',
      unit: 'σ',
      verdict: 'not_testable',
      sentence:
        'The images do not show where the light is lost: their difference in and beside the transits is too faint, or the star is blended with others and has no coordinates.',
    };
  const { pixels, arcsec, from } = offset;
  const value = pixels.value / pixels.error;
  const fail = value > LIMIT && pixels.value > MIN_OFFSET;
  const distance = `${pixels.value.toFixed(2)} ± ${pixels.error.toFixed(2)} pixels${arcsec ? ` (${arcsec.value.toFixed(1)} ± ${arcsec.error.toFixed(1)} arcsec)` : ''}`;
  const origin = from === 'catalogue' ? "the target's position in the catalogue" : 'the star in the image';
  const meaning = fail
    ? 'so another star is probably the one that dims'
    : `which is within ${LIMIT} σ or ${MIN_OFFSET} pixels, so the target can be the star that dims`;
  return {
    name,
    value,
    limit: LIMIT,
    limitIs: 'maximum',
    unit: 'σ',
    verdict: fail ? 'fail' : 'pass',
    sentence: `In the difference image the light is lost ${distance} from ${origin}, ${meaning}.`,
  };
}
