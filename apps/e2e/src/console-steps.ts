import type { Page } from 'playwright-core';

/** The first row of the grid, without its head. */
export const gridRow = (page: Page) => page.getByRole('grid').getByRole('row').nth(1);

/** The synthetic light curve of the start page, searched. */
export async function openMadeCurve(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: /A light curve/ }).click();
  await page.waitForURL(/\/curve\//);
  await page.getByTestId('Folded light curve').waitFor({ timeout: 60_000 });
}

/** The synthetic table of the start page, sent. Its page may still wait for the worker. */
export async function sendMadeTable(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: /A catalogue/ }).click();
  await page.getByText('Certainty').waitFor();
  await page.getByRole('button', { name: 'Rank it' }).click();
  await page.waitForURL(/\/catalog\/(?!new)/);
}

/** The synthetic table of the start page, ranked and explained. */
export async function openMadeCatalog(page: Page, url: string): Promise<void> {
  await sendMadeTable(page, url);
  await gridRow(page).waitFor({ timeout: 60_000 });
  await page.getByRole('progressbar').waitFor({ state: 'hidden', timeout: 60_000 });
}

/** The id of the catalogue that a page shows. */
export const catalogIdOf = (page: Page): string => /catalog\/([^?/]+)/.exec(page.url())![1];

/**
 * Time from the next click to the frame that shows the first row of the grid [ms], by the page's own clock: Playwright looks at a page
 * that is at work every half second only.
 */
export const untilFirstRowIsDrawn = (page: Page): Promise<number> =>
  page.evaluate<number>(`new Promise((resolve) => {
    let clicked = Infinity;
    document.addEventListener('click', ({ timeStamp }) => (clicked = timeStamp), { capture: true, once: true });
    const look = () => {
      const isDrawn = clicked < Infinity && document.querySelector('[role=grid] [aria-rowindex="2"]') !== null;
      requestAnimationFrame(isDrawn ? () => resolve(performance.now() - clicked) : look);
    };
    look();
  })`);
