import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openPage, startBrowser, type WatchedPage } from './browser';
import { Stack } from './stack';

/** The running system of the tests of a `describe`, and pages in a browser. */
export interface ConsoleStack {
  readonly url: string;
  /** A page of a fresh profile. */
  open(options?: BrowserContextOptions): Promise<WatchedPage>;
}

/** A system that keeps catalogues in a folder of its own, and a browser: started before the tests of a `describe`, stopped after. */
export function useConsoleStack(): ConsoleStack {
  let stack: Stack;
  let browser: Browser;
  let store: string;
  beforeAll(async () => {
    store = mkdtempSync(join(tmpdir(), 'console-'));
    [stack, browser] = await Promise.all([Stack.start({ env: { CATALOG_STORE: store } }), startBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    rmSync(store, { recursive: true, force: true });
  });
  return {
    get url() {
      return stack.url;
    },
    open: (options) => openPage(browser, stack.url, options),
  };
}
