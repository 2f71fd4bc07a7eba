import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, until } from '@exoplanet/dev';
import { openPage, startBrowser } from '../src/browser';
import { checkAndCapture } from '../src/check-console-page';
import { Stack } from '../src/stack';

const CANDIDATE =
  '/candidate?id=K00752.01&source=KEPLER&period=9.488&duration=2.9575&depth=615.8&radius=2.26&radius_err=0.2&snr=35.8';
const pages = ['/', '/candidate', CANDIDATE, '/workers', '/models'];

const sentences = (page: Page) => page.getByTestId('sentences').locator('p');

describe.skipIf(isMissing('Chromium'))('the console (needs Chromium)', () => {
  let stack: Stack;
  let browser: Browser;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([Stack.start(), startBrowser()]);
    // The first prediction also loads the model's code into the processor's caches.
    await fetch(`${stack.url}/predict?wait=10`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"period": 9.488, "radius": 2.26, "source": "KEPLER"}',
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  it('leads from a sample to a verdict in sentences with one click, within three seconds', async () => {
    const { page, complaints } = await openPage(browser, stack.url);
    await page.goto(stack.url);
    const link = page.getByRole('link', { name: /One candidate/ });
    await link.waitFor();
    const started = performance.now();
    await link.click();
    await sentences(page).first().waitFor();
    const seconds = (performance.now() - started) / 1000;
    expect(await sentences(page).first().textContent()).toMatch(
      /^The probability that this is a planet is (> )?0\.9\d\d\./,
    );
    expect(await sentences(page).nth(1).textContent()).toBe('At the 95 % level a false positive can be excluded.');
    expect(complaints).toEqual([]);
    console.info(`sample to verdict: 1 click, ${seconds.toFixed(2)} s`);
    expect(seconds).toBeLessThan(3);
  });

  it('loads at most 250 kB of compressed script, is usable within a second, and asks no other origin', async () => {
    const { page, complaints, requests } = await openPage(browser, stack.url);
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('.js'))
        sizes.push(
          response
            .request()
            .sizes()
            .then(({ responseBodySize }) => responseBodySize),
        );
    });
    const started = performance.now();
    await page.goto(stack.url);
    await page.getByRole('button', { name: 'Choose files' }).waitFor();
    const seconds = (performance.now() - started) / 1000;
    await page.waitForLoadState('networkidle');
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    console.info(
      `first load: ${(bytes / 1000).toFixed(0)} kB of script in ${sizes.length} files, usable after ${seconds.toFixed(2)} s`,
    );
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(250_000);
    expect(seconds).toBeLessThan(1);
    expect(requests.every((url) => url.startsWith(stack.url))).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('moves the probability with a slider, and a copied link shows the same in another browser', async () => {
    const { page } = await openPage(browser, stack.url);
    await page.goto(stack.url + CANDIDATE);
    const probability = page.getByTestId('probability');
    await probability.waitFor();
    const before = await probability.textContent();
    await page.getByRole('textbox', { name: 'Depth', exact: true }).fill('60000');
    await until('the probability to move', async () => (await probability.textContent()) !== before);
    await page.waitForURL(/depth=60000/);
    const after = await probability.textContent();
    const other = await openPage(browser, stack.url);
    await other.page.goto(page.url());
    await other.page.getByTestId('probability').waitFor();
    expect(await other.page.getByTestId('probability').textContent()).toBe(after);
    expect(other.complaints).toEqual([]);
  });

  it('has bars that add up to the log-odds', async () => {
    const { page } = await openPage(browser, stack.url);
    await page.goto(stack.url + CANDIDATE);
    await page.getByText('Log-odds of a planet').waitFor();
    const numbers = await page
      .locator('section', { hasText: 'Log-odds of a planet' })
      .locator('li > :last-child')
      .allTextContents();
    const values = numbers.map((text) => Number(text.replace('−', '-')));
    const total = values.pop()!;
    expect(values.length).toBeGreaterThan(3);
    // Each is rounded to two decimals.
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - total)).toBeLessThan(0.005 * (values.length + 1));
  });

  it('names an impossible value where it stands', async () => {
    const { page } = await openPage(browser, stack.url);
    await page.goto(`${stack.url}/candidate?source=KEPLER&period=-3&radius=2`);
    await page.locator('[data-code="VALIDATION_FAILED"]').waitFor();
    expect(await page.locator('[data-code="VALIDATION_FAILED"]').textContent()).toContain('period');
    expect(await page.getByRole('textbox', { name: 'Period', exact: true }).getAttribute('aria-invalid')).toBe('true');
    await checkAndCapture(page, 'impossible-value');
  }, 30_000);

  it('keeps GET / and GET /models for programs', async () => {
    const about = await fetch(stack.url);
    expect(((await about.json()) as { name: string }).name).toBe('Exoplanet');
    const models = await fetch(`${stack.url}/models`, { headers: { accept: 'application/json' } });
    expect(((await models.json()) as { models: unknown[] }).models.length).toBeGreaterThan(0);
  });

  it.each(pages)(
    'has no serious accessibility fault and nothing beyond the edge at %s, in both themes',
    async (path) => {
      const { page, complaints } = await openPage(browser, stack.url);
      await page.goto(stack.url + path);
      await page.locator('main h1').waitFor();
      await page.waitForLoadState('networkidle');
      await checkAndCapture(page, path.replace(/\?.*/, '-of-sample').slice(1) || 'start');
      expect(complaints).toEqual([]);
    },
    60_000,
  );

  it('tells when the gateway is gone, and goes on by itself when it is back', async () => {
    const gateway = await stack.addGateway();
    await stack.ready(1);
    const { page } = await openPage(browser, gateway.url);
    await page.goto(`${gateway.url}/workers`);
    await page.getByText('1 alive').waitFor();
    await gateway.process.kill('SIGKILL');
    await page.getByText('The server does not answer.').waitFor();
    await checkAndCapture(page, 'server-away');
    await stack.addGateway({ PORT: new URL(gateway.url).port });
    await page.getByText('The server does not answer.').waitFor({ state: 'hidden', timeout: 30_000 });
    await page.getByText('Live updates are interrupted').waitFor({ state: 'hidden', timeout: 30_000 });
    await page.getByText('1 alive').waitFor();
  }, 90_000);
});

describe.skipIf(isMissing('Chromium'))('the console in states that a newcomer meets (needs Chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  it('says without a worker that work waits and how to start one, and answers when there is one', async () => {
    const stack = await Stack.start({ workers: 0 });
    try {
      const { page } = await openPage(browser, stack.url);
      await page.goto(stack.url + CANDIDATE);
      await page.getByText('No worker is alive.').first().waitFor();
      expect(await page.getByRole('status').textContent()).toContain('./start.sh worker');
      await checkAndCapture(page, 'no-worker');
      stack.addWorker();
      await sentences(page).first().waitFor({ timeout: 60_000 });
      await page.getByText('No worker is alive.').first().waitFor({ state: 'hidden' });
    } finally {
      await stack.stop();
    }
  }, 120_000);

  it('asks for a key where the server wants one, again after a wrong one, and keeps it for the tab', async () => {
    const key = 'key-of-ann';
    const { createHash } = await import('node:crypto');
    const sha256 = createHash('sha256').update(key).digest('hex');
    const stack = await Stack.start({
      workers: 0,
      env: { API_KEYS: JSON.stringify([{ name: 'ann', sha256, roles: ['submit', 'read'] }]) },
    });
    try {
      const { page } = await openPage(browser, stack.url);
      await page.goto(`${stack.url}/models`);
      await page.locator('[data-code="UNAUTHORIZED"]').waitFor();
      await checkAndCapture(page, 'key-wanted');
      const enter = async (typed: string) => {
        await page.locator('[data-code="UNAUTHORIZED"]').getByRole('button', { name: 'Enter a key' }).click();
        await page.getByRole('textbox', { name: 'API key' }).fill(typed);
        await page.getByRole('button', { name: 'Use this key' }).click();
      };
      const refused = page.waitForResponse((response) => response.status() === 401);
      await enter('key-of-nobody');
      await refused;
      await page.locator('[data-code="UNAUTHORIZED"]').waitFor();
      await checkAndCapture(page, 'wrong-key');
      await enter(key);
      await page.getByText('no model is in service').waitFor();
      await page.reload();
      await page.getByText('no model is in service').waitFor();
      await page.getByText('The server asks for an API key').waitFor({ state: 'hidden' });
    } finally {
      await stack.stop();
    }
  }, 60_000);
});
