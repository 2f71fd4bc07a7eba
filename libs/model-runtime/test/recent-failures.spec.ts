import { describe, expect, it } from 'vitest';
import { ModelError } from '../src';
import { RecentFailures } from '../src/models/recent-failures';

describe('a version that could not be loaded', () => {
  const broken = new ModelError('NOT_LOADABLE', 'model.onnx', 'broken');
  let time = 0;
  const failures = new RecentFailures(() => time);
  const fail = () => failures.watch('tabular@1', () => Promise.reject(broken)).catch(() => undefined);

  it('is remembered for 30 seconds, and then may be tried again', async () => {
    await fail();
    expect(failures.of('tabular@1')).toBe(broken);
    expect(failures.of('tabular@2')).toBeUndefined();
    time += 29_999;
    expect(failures.of('tabular@1')).toBe(broken);
    time += 1;
    expect(failures.of('tabular@1')).toBeUndefined();
  });

  it('is forgotten as soon as it is loaded', async () => {
    await fail();
    expect(await failures.watch('tabular@1', () => Promise.resolve('loaded'))).toBe('loaded');
    expect(failures.of('tabular@1')).toBeUndefined();
  });
});
