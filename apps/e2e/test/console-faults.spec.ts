import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRedisServer, isMissing, startRedis, until } from '@exoplanet/dev';
import { openPage, startBrowser } from '../src/browser';
import { checkAndCapture } from '../src/check-console-page';
import { catalogIdOf, gridRow, openMadeCatalog, sendMadeTable } from '../src/console-steps';
import { Stack } from '../src/stack';

const SECONDS = { timeout: 60_000 };

describe.skipIf(isMissing('Chromium'))('the console while parts of the system fail (needs Chromium)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'console-faults-'));
  const startOwnRedis = (port?: number) => startRedis({ program: findRedisServer()!, directory: folder, port });
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let stack: Stack;
  let browser: Browser;
  beforeAll(async () => {
    redis = await startOwnRedis();
    const env = { REDIS_URL: redis.url, CATALOG_STORE: join(folder, 'catalogs') };
    [stack, browser] = await Promise.all([Stack.start({ env }), startBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells that the worker is gone, keeps what was submitted, and goes on when there is another', async () => {
    const { page, complaints } = await openPage(browser, stack.url);
    await page.goto(stack.url);
    await stack.workers[0].kill('SIGKILL');
    await page.getByText('No worker is alive.').first().waitFor(SECONDS);
    await sendMadeTable(page, stack.url);
    await page.getByText('The first rows appear as soon as they are scored.').waitFor();
    await checkAndCapture(page, 'catalog-waits');
    stack.addWorker();
    await gridRow(page).waitFor(SECONDS);
    await page.getByText('No worker is alive.').first().waitFor({ state: 'hidden' });
    await until('all rows', async () => (await page.getByTestId('count').textContent()) === '600 of 600 rows');
    expect(complaints).toEqual([]);
  }, 150_000);

  it('loses no vote and no page when the gateway and then Redis are restarted', async () => {
    const { page } = await openPage(browser, stack.url);
    await openMadeCatalog(page, stack.url);
    const id = catalogIdOf(page);
    await page.getByRole('grid').press('Enter');
    await page.getByText('Your vote').waitFor();
    const [{ url, process: gateway }] = stack.gateways;
    await gateway.kill('SIGKILL');
    await page.keyboard.press('1');
    await page.getByText('1 vote is kept in this browser').waitFor(SECONDS);
    await page.getByText('The server does not answer.').first().waitFor(SECONDS);
    await stack.addGateway({ PORT: new URL(url).port });
    await page
      .getByText('The server does not answer.')
      .first()
      .waitFor({ state: 'hidden', ...SECONDS });
    await page.getByText('is kept in this browser').waitFor({ state: 'hidden', ...SECONDS });
    await page.getByText('rank 2').waitFor(SECONDS);
    await redis.stop();
    await page.getByText('Redis is down.').waitFor(SECONDS);
    await checkAndCapture(page, 'redis-down');
    await page.keyboard.press('2');
    redis = await startOwnRedis(redis.port);
    await page.getByText('Redis is down.').waitFor({ state: 'hidden', ...SECONDS });
    await page.getByText('rank 3').waitFor(SECONDS);
    await page.getByText('Live updates are interrupted').waitFor({ state: 'hidden', ...SECONDS });
    const votes = async () =>
      (await (await fetch(`${url}/catalogs/${id}/export?format=jsonl`)).text()).match(/"votes":"/g)?.length;
    await until('both votes to be in the export', async () => (await votes()) === 2, { seconds: 30 });
  }, 240_000);
});
