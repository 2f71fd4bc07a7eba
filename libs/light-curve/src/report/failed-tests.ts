import type { DetectionDto } from '@exoplanet/contracts';

/** Whether the detection failed any of the tests, by name. */
export function failedAny({ tests }: DetectionDto, names: readonly string[]): boolean {
  return tests.some(({ name, verdict }) => verdict === 'fail' && names.includes(name));
}
