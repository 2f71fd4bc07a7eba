import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMissing, until } from '@exoplanet/dev';
import { sampleFile } from '@exoplanet/light-curve/samples';
import { ALL_WIDTHS, checkAndCapture } from '../src/check-console-page';
import { useConsoleStack } from '../src/console-stack';
import { catalogIdOf, gridRow, openMadeCatalog, openMadeCurve, untilFirstRowIsDrawn } from '../src/console-steps';

const data = process.env.EXOPLANET_DATA ?? '';
const KOI = join(data, 'catalogs/koi_cumulative.csv.gz');
const CURVES = join(data, 'light_curves/fits');

describe.skipIf(isMissing('Chromium'))('work on the console (needs Chromium)', () => {
  const server = useConsoleStack();

  it('vets a made light curve, folds at any period, and a link shows the same fold', async () => {
    const { page, complaints } = await server.open();
    await openMadeCurve(page, server.url);
    expect(await page.getByText('Made by this console, not observed.').count()).toBe(1);
    const fold = page.getByTestId('Folded light curve');
    const found = Number(await fold.getAttribute('data-period'));
    expect(found).toBeCloseTo(7.31, 2);
    const timed = async (key: string) =>
      page.evaluate<number>(`new Promise((done) => {
        const fold = document.querySelector('[data-testid="Folded light curve"]');
        const started = performance.now();
        new MutationObserver((_, self) => { self.disconnect(); requestAnimationFrame(() => done(performance.now() - started)); })
          .observe(fold, { attributes: true });
        window.dispatchEvent(new KeyboardEvent('keydown', { key: ${JSON.stringify(key)}, bubbles: true }));
      })`);
    await timed('['); // The first one also compiles the code.
    const times = [];
    for (const key of [']', ']', '[', '.', ',']) times.push(await timed(key));
    console.info(`refold of a made quarter: ${times.map((time) => time.toFixed(0)).join(', ')} ms`);
    await page.getByRole('textbox', { name: 'Period, days' }).fill('14.62');
    await page.waitForURL(/period=14\.62/);
    expect(await fold.getAttribute('data-period')).toBe('14.62');
    await page.keyboard.press('Tab');
    await page.keyboard.press('o');
    await page.waitForURL(/odd=1/);
    const other = await server.open();
    await other.page.goto(page.url());
    await other.page.getByTestId('Folded light curve').waitFor();
    expect(await other.page.getByTestId('Folded light curve').getAttribute('data-period')).toBe('14.62');
    expect(await other.page.getByRole('button', { name: 'Odd and even' }).getAttribute('aria-pressed')).toBe('true');
    expect([...complaints, ...other.complaints]).toEqual([]);
  }, 120_000);

  it('shows how a table is read, ranks it, brushes it, and warns where nothing matches', async () => {
    const { page, complaints } = await server.open();
    await openMadeCatalog(page, server.url);
    for (const verdict of ['likely planet', 'likely false positive', 'undecided'])
      expect(await page.locator('main').textContent()).toMatch(new RegExp(`[1-9]\\d* ${verdict}`));
    const counted = page.getByTestId('count');
    await until('all rows to be counted', async () => (await counted.textContent()) === '600 of 600 rows');
    const box = (await page.getByTestId('brush Radius and period').boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.8);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.5, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/filter=/);
    await until('the brush to filter', async () => !(await counted.textContent())!.startsWith('600'));
    const query = new URL(page.url()).search;
    const id = catalogIdOf(page);
    const answer = await fetch(`${server.url}/catalogs/${id}/rows${query}&limit=1`);
    const { total } = (await answer.json()) as { total: number };
    console.info(`brushed: ${total} of 600 rows`);
    expect(total).toBeGreaterThan(0);
    await until('the count of the API', async () => (await counted.textContent()) === `${total} of 600 rows`);
    await page.goto(`${server.url}/catalog/${id}?filter=koi_prad:gt:1000000`);
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await checkAndCapture(page, 'nothing-matches');
    await page.getByRole('button', { name: 'koi_prad > 1000000', exact: true }).click();
    await gridRow(page).waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);

  it('shows the same rows, columns, sort, filters and plots at a copied link and after a reload', async () => {
    const { page, complaints } = await server.open();
    await openMadeCatalog(page, server.url);
    await page
      .getByRole('columnheader', { name: /^koi_period/ })
      .getByRole('button')
      .click();
    await page.waitForURL(/sort=koi_period/);
    await page.keyboard.press('/');
    await page.keyboard.type('M001');
    await page.keyboard.press('Enter');
    await page.waitForURL(/filter=kepoi_name%3Acontains%3AM001/);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: /^koi_insol/ }).check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.waitForURL(/columns=[^&]*koi_insol/);
    await page.getByLabel('Horizontal').selectOption('koi_teq');
    await page.waitForURL(/x=koi_teq/);
    const shown = async (view: typeof page) => {
      await view.getByRole('columnheader', { name: /koi_insol/ }).waitFor();
      await until('the rows', async () => /^\d+ of 600/.test((await view.getByTestId('count').textContent()) ?? ''));
      await gridRow(view).getByText(/M001/).waitFor();
      return [
        await view.getByTestId('count').textContent(),
        await view.getByRole('grid').innerText(),
        await view.getByLabel('Horizontal').inputValue(),
      ];
    };
    const before = await shown(page);
    expect(before[0]).not.toBe('600 of 600 rows');
    await page.reload();
    expect(await shown(page)).toEqual(before);
    const other = await server.open();
    await other.page.goto(page.url());
    expect(await shown(other.page)).toEqual(before);
    expect([...complaints, ...other.complaints]).toEqual([]);
  }, 120_000);

  it('compares two deliveries: what is new, gone, or has another verdict, and which input moved it', async () => {
    const first = await sendRows(server.url, 'first.csv', [
      ['A.01', 2.26, 615],
      ['B.01', 2.3, 630],
      ['C.01', 2.4, 650],
    ]);
    const second = await sendRows(server.url, 'second.csv', [
      ['A.01', 33.5, 135_000],
      ['C.01', 2.4, 650],
      ['D.01', 2.5, 700],
    ]);
    const { page, complaints } = await server.open();
    await page.goto(`${server.url}/catalog/${second}`);
    await gridRow(page).waitFor({ timeout: 60_000 });
    await page.getByRole('progressbar').waitFor({ state: 'hidden', timeout: 60_000 });
    await page.reload();
    await page.getByLabel('Compare with another catalogue').selectOption(first);
    await page.waitForURL(`${server.url}/catalog/${first}/diff/${second}`);
    await page.getByRole('button', { name: 'Another verdict 1' }).waitFor();
    const changed = page.getByRole('listitem').filter({ hasText: 'A.01' });
    expect(await changed.textContent()).toMatch(/Planet radius 2.26 → 33.5 R⊕: −\d/);
    await checkAndCapture(page, 'diff');
    await page.getByRole('button', { name: 'New 1' }).click();
    await page.getByRole('link', { name: 'D.01' }).waitFor();
    await page.getByRole('button', { name: 'Gone 1' }).click();
    await page.waitForURL(/list=gone/);
    await page.reload();
    await page.getByRole('link', { name: 'B.01' }).click();
    await page.waitForURL(new RegExp(`/catalog/${first}/row/1`));
    expect(complaints).toEqual([]);
  }, 120_000);

  it('shows the rows that were refused with their line, their value and what was expected', async () => {
    const id = await sendRows(server.url, 'with-faults.csv', [
      ['A.01', 2.26, 615],
      ['B.01', -2.3, 630],
    ]);
    const { page, complaints } = await server.open();
    await page.goto(`${server.url}/catalog/${id}`);
    await gridRow(page).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Refused 1' }).click();
    const refused = page.getByRole('region', { name: 'Refused rows' }).getByRole('row').nth(1);
    expect(await refused.textContent()).toBe('3radius-2.3a number above 0, up to 1 × 10¹² R⊕');
    await checkAndCapture(page, 'refused');
    expect(complaints).toEqual([]);
  }, 120_000);

  it('shows of a target pixel file where the light is lost, and what decided the verdict', async () => {
    const { page, complaints } = await server.open();
    await page.goto(server.url);
    await page.getByLabel('Files to vet').setInputFiles({
      name: 'pixels.fits',
      mimeType: 'image/fits',
      buffer: Buffer.from(sampleFile('pixels')),
    });
    const lost = page.getByRole('figure', { name: /^Lost in transit/ });
    await lost.waitFor({ timeout: 90_000 });
    expect(await lost.getAttribute('aria-label')).toMatch(/The catalogue places the target at .* The light is lost at/);
    await page.getByText(/The light is lost \d.* pixels .* from the position in the catalogue/).waitFor();
    expect(await page.getByTestId('decision').textContent()).toMatch(/decided|Undecided|too little/);
    await checkAndCapture(page, 'pixels');
    expect(complaints).toEqual([]);
  }, 180_000);

  it('opens a row with the bars of its answer, and goes on by keys', async () => {
    const { page, complaints } = await server.open();
    await openMadeCatalog(page, server.url);
    await page.getByRole('grid').press('Enter');
    await page.getByText('Log-odds of a planet').waitFor();
    expect(await page.locator('main').textContent()).toContain('rank 1');
    await page.keyboard.press('j');
    await until('the next row', async () => (await page.locator('main').textContent())!.includes('rank 2'));
    expect(complaints).toEqual([]);
  }, 120_000);

  it('takes 200 votes by keys alone, all of which are in the export, and takes one back', async () => {
    const { page, complaints } = await server.open();
    await openMadeCatalog(page, server.url);
    const id = catalogIdOf(page);
    await page.getByRole('grid').press('Enter');
    await page.getByText('Your vote').waitFor();
    const milliseconds: number[] = [];
    for (let index = 0; index < 200; index++) {
      const before = page.url();
      const started = performance.now();
      await page.keyboard.press(String((index % 7) + 1));
      await page.waitForURL((url) => url.href !== before);
      milliseconds.push(performance.now() - started);
      await page.getByText('Your vote').waitFor();
    }
    const slowest = milliseconds.sort((a, b) => a - b)[189];
    console.info(`200 votes: ${milliseconds[100].toFixed(0)} ms in the median, 95 % within ${slowest.toFixed(0)} ms`);
    const voted = async () =>
      ((await (await fetch(`${server.url}/catalogs/${id}/export?format=jsonl`)).text()).match(/"votes":"/g) ?? [])
        .length;
    await until('the server to have all votes', async () => (await voted()) === 200, { seconds: 60 });
    await page.keyboard.press('u');
    await until('the vote to be taken back', async () => (await voted()) === 199, { seconds: 20 });
    expect(complaints).toEqual([]);
  }, 180_000);

  it('shows in a blind review no probability, on the page or in the network, before the vote', async () => {
    const { page, complaints } = await server.open();
    await openMadeCatalog(page, server.url);
    await page.getByRole('button', { name: 'Blind review' }).click();
    await page.getByText('results show once you have voted').waitFor();
    const bodies: Promise<string>[] = [];
    const url = page.url();
    page.on('response', (response) => {
      if (/\/catalogs\/\w+\//.test(response.url())) bodies.push(response.text().catch(() => ''));
    });
    await page.goto(url);
    await gridRow(page).waitFor();
    await page.getByRole('grid').press('Enter');
    await page.getByText('The answer shows once you have voted on this row.').waitFor();
    await checkAndCapture(page, 'blind');
    const seen = (await Promise.all(bodies)).join('\n');
    expect(seen.length).toBeGreaterThan(1000);
    expect(seen).not.toMatch(/probability|likely_planet|log_odds/);
    expect(await page.locator('main').textContent()).not.toMatch(/0\.\d{3}\b.*\(|likely planet/i);
    const row = page.url();
    await page.keyboard.press('1');
    await page.waitForURL((address) => address.href !== row);
    await page.keyboard.press('k');
    await page.waitForURL(row);
    await page.getByText('Log-odds of a planet').or(page.getByText('This row is not explained')).first().waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);

  it.skipIf(isMissing('EXOPLANET_DATA'))(
    'ranks the KOI table once its mapping is accepted (needs EXOPLANET_DATA)',
    async () => {
      const { page } = await server.open();
      await page.goto(server.url);
      await page.getByLabel('Files to vet').setInputFiles(KOI);
      await page.getByText('Certainty').waitFor();
      await checkAndCapture(page, 'mapping');
      const [milliseconds] = await Promise.all([
        untilFirstRowIsDrawn(page),
        page.getByRole('button', { name: 'Rank it' }).click(),
      ]);
      console.info(`KOI table: first ranked row ${(milliseconds / 1000).toFixed(2)} s after the mapping`);
      expect(await gridRow(page).textContent()).toMatch(/^1\D*K\d{5}\.\d\d/);
    },
    120_000,
  );

  it.skipIf(isMissing('EXOPLANET_DATA'))(
    "folds Kepler-11's quarters at twice the period (needs EXOPLANET_DATA)",
    async () => {
      const { page, complaints } = await server.open();
      await page.goto(server.url);
      const files = readdirSync(CURVES)
        .filter((file) => file.startsWith('kplr006541920'))
        .slice(0, 4);
      await page.getByLabel('Files to vet').setInputFiles(files.map((file) => join(CURVES, file)));
      await page.getByTestId('Folded light curve').waitFor({ timeout: 180_000 });
      const fold = page.getByTestId('Folded light curve');
      const before = Number(await fold.getAttribute('data-period'));
      await page.keyboard.press(']');
      await until('the period to double', async () => Number(await fold.getAttribute('data-period')) === 2 * before);
      await checkAndCapture(page, 'kepler-11');
      expect(complaints).toEqual([]);
    },
    240_000,
  );

  it.each([
    ['/curve/a00000000000000000000000000000000000', 'TASK_NOT_FOUND', 'No such task'],
    ['/catalog/i0000000000000000000', 'CATALOG_NOT_FOUND', 'No such catalogue'],
  ])('says at %s what is gone and how to go on', async (path, code, words) => {
    const { page } = await server.open();
    await page.goto(server.url + path);
    const notice = page.locator(`[data-code="${code}"]`);
    await notice.waitFor();
    expect(await notice.textContent()).toContain(words);
    await checkAndCapture(page, code);
    await notice.getByRole('link', { name: 'Start again' }).click();
    await page.waitForURL(`${server.url}/`);
  });

  it('says of a file that is refused what is wrong', async () => {
    const { page } = await server.open();
    await page.goto(server.url);
    await page.getByLabel('Files to vet').setInputFiles({
      name: 'broken.fits',
      mimeType: 'image/fits',
      buffer: Buffer.from('SIMPLE  =                    T'),
    });
    await page.locator('[data-code="LIGHT_CURVE_INVALID"]').waitFor({ timeout: 30_000 });
    await checkAndCapture(page, 'refused-file');
  });

  it('has no serious accessibility fault and nothing beyond the edge on the working pages, in both themes', async () => {
    const { page, complaints } = await server.open();
    await openMadeCurve(page, server.url);
    await page.waitForLoadState('networkidle');
    await checkAndCapture(page, 'curve', ALL_WIDTHS);
    await openMadeCatalog(page, server.url);
    await page.waitForLoadState('networkidle');
    await checkAndCapture(page, 'catalog', ALL_WIDTHS);
    await page.getByRole('button', { name: 'How it was read' }).click();
    await checkAndCapture(page, 'reading');
    await page.getByRole('button', { name: /^Ranked/ }).click();
    await page.getByRole('grid').press('Enter');
    await page.getByText('Log-odds of a planet').waitFor();
    await checkAndCapture(page, 'row');
    expect(complaints).toEqual([]);
  }, 180_000);
});

/** Sends a table of a few rows; returns the id of its catalogue. */
async function sendRows(url: string, name: string, rows: [id: string, radius: number, depth: number][]) {
  const lines = rows.map(([id, radius, depth]) => `${id},KEPLER,9.488,${radius},${depth},2.9575,35.8`);
  const sent = await fetch(`${url}/catalogs?name=${name}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: `id,source,period,radius,depth,duration,snr\n${lines.join('\n')}\n`,
  });
  return ((await sent.json()) as { catalog_id: string }).catalog_id;
}
