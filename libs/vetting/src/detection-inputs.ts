import type { Detection } from '@exoplanet/light-curve';
import { VIEW_INPUTS, type ViewInputs, viewInputs } from '@exoplanet/light-curve/views';

/** What a model may read of a detection beside its measured row, by the name of its input. */
export const DETECTION_INPUTS = [...VIEW_INPUTS, 'vetting'] as const;
export type DetectionInputs = ViewInputs & { vetting?: Float32Array };

/**
 * The views that could be made, and with them, for a Kepler curve, the numbers of the vetting (`VETTING_NUMBERS`): models learn those
 * from Kepler alone. Without a local view there is nothing, and such a detection is answered by its row.
 */
export function detectionInputs(
  { views, vettingNumbers }: Pick<Detection, 'views' | 'vettingNumbers'>,
  mission: unknown,
): DetectionInputs {
  const inputs = viewInputs(views);
  return inputs.local && mission === 'KEPLER' ? { ...inputs, vetting: vettingNumbers } : inputs;
}
