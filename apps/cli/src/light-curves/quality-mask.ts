import { InvalidArgumentError } from 'commander';
import { QUALITY_LEVELS, type QualityLevel } from '@exoplanet/contracts';

const MAX_MASK = 2 ** 32 - 1;

/** An option that is a level of quality, or the bits that drop a cadence. */
export function qualityMask(text: string): QualityLevel | number {
  const level = QUALITY_LEVELS.find((name) => name === text);
  if (level !== undefined) return level;
  const bits = Number(text);
  if (text.trim() !== '' && Number.isInteger(bits) && bits >= 0 && bits <= MAX_MASK) return bits;
  throw new InvalidArgumentError(`expected ${QUALITY_LEVELS.join(', ')} or a whole number from 0 to ${MAX_MASK}`);
}
