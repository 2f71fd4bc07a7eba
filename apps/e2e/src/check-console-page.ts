import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { seriousFindings } from './browser';

/** Pictures of each page and state are kept here, to be looked at. */
const pictures = resolve(import.meta.dirname, '../../../tmp/console-pictures');

/** Widths [px] at which a page is looked at. */
const USUAL_WIDTHS: readonly number[] = [1280, 375];
/** The same, and the widest screen that the console is made for. */
export const ALL_WIDTHS: readonly number[] = [2560, ...USUAL_WIDTHS];

/**
 * Checks a page as it stands, in both themes and at each width: it has no serious accessibility fault, and nothing stands beyond
 * its edge. A picture of each is kept.
 */
export async function checkAndCapture(page: Page, name: string, widths = USUAL_WIDTHS): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const before = page.viewportSize()!;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: before.height });
      const place = `${name}-${width}-${colorScheme}`;
      expect(await seriousFindings(page), place).toEqual([]);
      const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(beyond, place).toBeLessThanOrEqual(0);
      await page.screenshot({ path: join(pictures, `${place}.png`), fullPage: true });
    }
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null });
}
