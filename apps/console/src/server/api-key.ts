/** The API key, kept for this tab: it is gone when the tab is closed, and no other tab can read it. */
const NAME = 'exoplanet-api-key';

export const storedKey = (): string | undefined => sessionStorage.getItem(NAME) ?? undefined;

export function storeKey(key: string | undefined): void {
  if (key) sessionStorage.setItem(NAME, key);
  else sessionStorage.removeItem(NAME);
}
