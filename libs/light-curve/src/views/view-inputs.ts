import type { Views } from './make-views';
import type { View } from './view';

/** Views that a model reads, by the name of its input. */
export const VIEW_INPUTS = ['global', 'local', 'secondary', 'odd', 'even', 'river'] as const;
export type ViewInputs = Partial<Record<(typeof VIEW_INPUTS)[number], Float32Array>>;

/**
 * The views as a model reads them, in training and in serving: median 0, and 1 is the depth of the local view, so how deep an
 * eclipse is beside the transit stays visible. A view that was not made is absent; without a local view there is no scale and no view.
 */
export function viewInputs({ global, local, secondary, odd, even, river }: Views): ViewInputs {
  if (!local.made) return {};
  const scale = local.scale.scale;
  return {
    ...given('global', onScale(global, scale)),
    local: local.values,
    ...given('secondary', onScale(secondary, scale)),
    ...given('odd', odd.made ? odd.values : undefined),
    ...given('even', even.made ? even.values : undefined),
    ...given('river', river.made ? river.values : undefined),
  };
}

function onScale(view: View, scale: number): Float32Array | undefined {
  return view.made ? view.values.map((value) => value * (view.scale.scale / scale)) : undefined;
}

const given = (name: keyof ViewInputs, values: Float32Array | undefined): ViewInputs =>
  values ? { [name]: values } : {};
