import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { isMissing, until } from '@exoplanet/dev';
import { catalogIdOf, gridRow, openMadeCatalog, openMadeCurve } from '../src/console-steps';
import { useConsoleStack } from '../src/console-stack';

/**
 * `CONSOLE_NEWCOMER=1 npx vitest run apps/e2e/test/console-newcomer.spec.ts` walks through the first minutes of a newcomer and
 * prints how long each step takes; with `CONSOLE_IMAGES=docs/images` it also draws the pictures of the documentation again.
 */
const data = process.env.EXOPLANET_DATA ?? '';
const images = process.env.CONSOLE_IMAGES;

describe.skipIf(isMissing('Chromium') || isMissing('CONSOLE_NEWCOMER'))(
  'a newcomer (needs Chromium) (needs CONSOLE_NEWCOMER)',
  () => {
    const server = useConsoleStack();

    /** Runs the steps one after the other and prints the seconds of each. */
    async function walk(steps: Record<string, () => Promise<unknown>>): Promise<void> {
      const started = performance.now();
      for (const [name, step] of Object.entries(steps)) {
        const before = performance.now();
        await step();
        console.info(`${name}: ${((performance.now() - before) / 1000).toFixed(2)} s`);
      }
      console.info(`all of it: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    }

    it.skipIf(isMissing('EXOPLANET_DATA'))(
      'gets from the start page to a verdict, a ranked table, votes and a fold (needs EXOPLANET_DATA)',
      async () => {
        const { page, complaints } = await server.open({ acceptDownloads: true });
        page.setDefaultTimeout(120_000);
        await walk({
          'the page is usable': async () => {
            await page.goto(server.url);
            await page.getByRole('button', { name: 'Choose files' }).waitFor();
          },
          'sample to a verdict in sentences': async () => {
            await page.getByRole('link', { name: /One candidate/ }).click();
            await page.getByTestId('sentences').locator('p').first().waitFor();
          },
          'another depth moves the bars': async () => {
            const before = await page.getByTestId('probability').textContent();
            await page.getByRole('textbox', { name: 'Depth', exact: true }).fill('60000');
            await until(
              'the answer to move',
              async () => (await page.getByTestId('probability').textContent()) !== before,
            );
          },
          'KOI table dropped, its mapping shown': async () => {
            await page.goto(server.url);
            await page.getByLabel('Files to vet').setInputFiles(join(data, 'catalogs/koi_cumulative.csv.gz'));
            await page.getByText('Certainty').waitFor();
          },
          'first ranked row': async () => {
            await page.getByRole('button', { name: 'Rank it' }).click();
            await gridRow(page).waitFor();
          },
          'the radius cliff brushed': async () => {
            const plot = page.getByTestId('brush Radius and period');
            await until('the plot', async () => (await plot.getAttribute('data-drawn')) === 'points');
            await drag(page, 'Radius and period', [0.35, 0.85], [0.75, 0.45]);
            await page.waitForURL(/filter=/);
          },
          'five votes by keys': async () => {
            await page.getByRole('grid').press('Enter');
            for (const key of ['1', '2', '1', '4', '7']) {
              await page.getByText('Your vote').waitFor();
              const before = page.url();
              await page.keyboard.press(key);
              await page.waitForURL((url) => url.href !== before);
            }
          },
          'FITS dropped, found and folded': async () => {
            const [file] = readdirSync(join(data, 'light_curves/fits')).filter((name) =>
              name.startsWith('kplr006541920'),
            );
            await page.goto(server.url);
            await page.getByLabel('Files to vet').setInputFiles(join(data, 'light_curves/fits', file));
            await page.getByTestId('Folded light curve').waitFor();
          },
          'the period halved, the ephemeris saved': async () => {
            await page.keyboard.press('[');
            const [download] = await Promise.all([
              page.waitForEvent('download'),
              page.getByRole('button', { name: 'Save the ephemeris' }).click(),
            ]);
            expect(download.suggestedFilename()).toMatch(/ephemeris\.json$/);
          },
        });
        expect(complaints).toEqual([]);
      },
      600_000,
    );

    it.skipIf(!images)(
      'sees the pictures of the documentation',
      async () => {
        const folder = resolve(import.meta.dirname, '../../..', images!);
        mkdirSync(folder, { recursive: true });
        const { page } = await server.open({ viewport: { width: 1280, height: 1040 } });
        page.setDefaultTimeout(120_000);
        const keep = async (name: string) => {
          // A picture shows a page that is done, of a system that is up.
          for (const text of ['Computing the probability', 'No worker is alive.'])
            await page.getByText(text).first().waitFor({ state: 'hidden' });
          await page.screenshot({ path: join(folder, `console-${name}.png`) });
        };
        await page.goto(server.url);
        await page.getByRole('link', { name: /One candidate/ }).click();
        await page.getByText('Log-odds of a planet').waitFor();
        await page.waitForLoadState('networkidle');
        await keep('candidate');
        await openMadeCurve(page, server.url);
        await page.waitForLoadState('networkidle');
        await keep('curve');
        await openMadeCatalog(page, server.url);
        expect(catalogIdOf(page)).toBeTruthy();
        await page.waitForLoadState('networkidle');
        await keep('catalog');
      },
      600_000,
    );
  },
);

async function drag(page: Page, plot: string, from: [number, number], to: [number, number]): Promise<void> {
  const box = (await page.getByTestId(`brush ${plot}`).boundingBox())!;
  await page.mouse.move(box.x + box.width * from[0], box.y + box.height * from[1]);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to[0], box.y + box.height * to[1], { steps: 4 });
  await page.mouse.up();
}
