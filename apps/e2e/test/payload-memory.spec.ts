import { afterEach, describe, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

describe('when the payload memory runs full', () => {
  let stack: Stack;
  afterEach(() => stack?.stop());

  it('requests are refused at once with 503, /health is degraded before, and every accepted task completes', async () => {
    stack = await Stack.start({ workers: 0, env: { PAYLOAD_MEMORY_LIMIT: '8388608' } });
    const rows = Array.from({ length: 100 }, (_, index) => ({ source: 'KEPLER', period: 1 + index, radius: 1.2 }));
    const accepted: string[] = [];
    const health = () => call<{ status: string; details: Record<string, { status: string }> }>(`${stack.url}/health`);
    let memory = 'up';
    for (;;) {
      const { status, body } = await call(`${stack.url}/predict/batch?explain=true`, 'POST', { predictions: rows });
      if (status === 503) {
        expect(body.code).toBe('OUT_OF_MEMORY');
        break;
      }
      expect(status).toBe(202);
      accepted.push(body.task_id as string);
      expect(accepted.length).toBeLessThan(100);
      memory = (await health()).body.details.payload_memory.status;
    }
    // 100 explained rows reserve 0.3 MB.
    expect(accepted.length).toBeGreaterThan(20);
    expect(memory).toBe('degraded');
    expect((await health()).body.status).toBe('degraded');
    expect((await call(`${stack.url}/health/ready`)).status).toBe(200);

    stack.addWorker();
    for (const task of accepted) {
      const task_ended = async () => (await call(`${stack.url}/tasks/${task}`)).body.status;
      await until(`task ${task} to end`, async () => ['completed', 'failed'].includes(String(await task_ended())), {
        seconds: 60,
      });
      expect(await task_ended()).toBe('completed');
    }
    expect((await call(`${stack.url}/predict/batch`, 'POST', { predictions: rows })).status).toBe(202);
  }, 120_000);
});
