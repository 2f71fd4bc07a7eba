import { useSyncExternalStore } from 'react';
import { onThemeChange } from '../shell/theme';

const TOKENS = {
  point: '--plot-point',
  pointSoft: '--plot-point-soft',
  model: '--plot-model',
  second: '--plot-second',
  grid: '--plot-grid',
  axis: '--plot-axis',
  planet: '--planet',
  impostor: '--impostor',
  undecided: '--undecided',
  surface: '--surface',
  ink: '--ink',
  accent: '--accent',
  accentSoft: '--accent-soft',
} as const;

/** Colours of the theme for canvases, which cannot read custom properties. */
export type ThemeColors = Record<keyof typeof TOKENS, string>;

let colors: ThemeColors | undefined;

/** A custom property that holds `light-dark()` has to pass through a real property to become a colour. */
function readColors(): ThemeColors {
  const probe = document.createElement('span');
  document.body.append(probe);
  const entries = Object.entries(TOKENS).map(([name, token]) => {
    probe.style.color = `var(${token})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(entries) as ThemeColors;
}

const subscribe = (listener: () => void): (() => void) =>
  onThemeChange(() => {
    colors = undefined;
    listener();
  });

export const useThemeColors = (): ThemeColors => useSyncExternalStore(subscribe, () => (colors ??= readColors()));
