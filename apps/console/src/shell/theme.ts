export type Theme = 'system' | 'light' | 'dark';

const NAME = 'exoplanet-theme';
const listeners = new Set<() => void>();

export const storedTheme = (): Theme => (localStorage.getItem(NAME) as Theme | null) ?? 'system';

/** Applies a theme to the page and keeps it for the next visit. */
export function setTheme(theme: Theme): void {
  localStorage.setItem(NAME, theme);
  applyTheme(theme);
}

export function applyTheme(theme: Theme = storedTheme()): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  listeners.forEach((listener) => listener());
}

/** Calls back when colours change: by the button, or because the system turned dark. For plots, which draw their own. */
export function onThemeChange(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  listeners.add(listener);
  return () => {
    system.removeEventListener('change', listener);
    listeners.delete(listener);
  };
}
