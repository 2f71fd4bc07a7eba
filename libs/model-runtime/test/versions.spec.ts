import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Versions } from '../src/registry/versions';
import { ExecutionProviders } from '../src/session/execution-providers';
import { OnnxSession } from '../src/session/onnx-session';
import { addModel, folderWith } from './model-folders';

describe('a named version that could not be loaded', () => {
  afterEach(() => vi.restoreAllMocks());

  /** Versions of a folder with a broken `tabular/1`, and a clock that the test sets. */
  function brokenVersion() {
    const path = folderWith({ 'tabular/1': 'tabular/1', 'tabular/2': 'tabular/2' });
    writeFileSync(join(path, 'tabular/1/model.onnx'), 'half a mod');
    const clock = { time: 1000, now: () => clock.time };
    const warnings: string[] = [];
    const providers = new ExecutionProviders(['cpu'], () => undefined);
    const versions = new Versions({ path, providers, clock, warn: (message) => warnings.push(message) });
    const use = () => versions.use('tabular', '1', ({ id }) => Promise.resolve(id));
    return { path, clock, warnings, versions, use };
  }

  it('is not loaded again for 30 seconds, then tried again', async () => {
    const open = vi.spyOn(OnnxSession, 'open');
    const { clock, warnings, use } = brokenVersion();
    for (const later of [0, 1, 29_000]) {
      clock.time += later;
      await expect(use()).rejects.toMatchObject({ code: 'SHA256_MISMATCH' });
    }
    expect([open.mock.calls.length, warnings.length]).toEqual([1, 1]);
    clock.time += 1_000;
    await expect(use()).rejects.toMatchObject({ code: 'SHA256_MISMATCH' });
    expect([open.mock.calls.length, warnings.length]).toEqual([2, 2]);
  });

  it('is not listed among the cards until it loads', async () => {
    const { path, clock, versions, use } = brokenVersion();
    const listed = async () => (await versions.cards()).map(({ version }) => version);
    expect(await listed()).toEqual(['2', '1']);
    await use().catch(() => undefined);
    expect(await listed()).toEqual(['2']);
    rmSync(join(path, 'tabular/1'), { recursive: true });
    addModel(path, 'tabular/1', 'tabular/1');
    clock.time += 30_001;
    expect(await use()).toBe('tabular@1');
    expect(await listed()).toEqual(['2', '1']);
    await versions.close();
  });
});
