import type { DetectionDto } from '@exoplanet/contracts';

/** Whether the detection failed any of the tests, by name. */
export function failedAny(detection: DetectionDto | undefined, names: readonly string[]): boolean {
  return (detection?.tests ?? []).some(({ name, verdict }) => verdict === 'fail' && names.includes(name));
}
