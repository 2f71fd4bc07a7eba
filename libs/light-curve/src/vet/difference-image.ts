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
  const sigma = pixels.value / pixels.error;
  const distance = `${pixels.value.toFixed(2)} ± ${pixels.error.toFixed(2)} pixels${arcsec ? ` (${arcsec.value.toFixed(1)} ± ${arcsec.error.toFixed(1)} arcsec)` : ''}`;
  const origin = from === 'catalogue' ? "the target's position in the catalogue" : 'the star in the image';
  const found = `In the difference image the light is lost ${distance} from ${origin}`;
  const inSigma = { name, value: sigma, limit: LIMIT, limitIs: 'maximum', unit: 'σ' } as const;
  if (sigma <= LIMIT)
    return {
      ...inSigma,
      verdict: 'pass',
      sentence: `${found}: ${sigma.toFixed(1)} σ, at most ${LIMIT} σ by chance, so the target can be the star that dims.`,
    };
  // The profile of a star is known no better than this, whatever the noise of the difference.
  if (pixels.value <= MIN_OFFSET)
    return {
      name,
      value: pixels.value,
      limit: MIN_OFFSET,
      limitIs: 'maximum',
      unit: 'pixel',
      verdict: 'pass',
      sentence: `${found}. That is more than chance explains (${sigma.toFixed(1)} σ), but under ${MIN_OFFSET} pixels these images cannot tell two stars apart, so the target can be the star that dims; so can another one that close.`,
    };
  return {
    ...inSigma,
    verdict: 'fail',
    sentence: `${found}: ${sigma.toFixed(1)} σ (at most ${LIMIT} σ by chance) and more than ${MIN_OFFSET} pixels, so another star is probably the one that dims.`,
  };
}
