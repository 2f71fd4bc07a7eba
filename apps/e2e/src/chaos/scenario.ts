import { expect, type TestContext } from 'vitest';
import type { Stack } from '../stack';
import { CommitCounter } from './commit-counter';
import { type Account, Ledger } from './ledger';
import { report } from './report';

export interface ScenarioOptions {
  /** The fault that is caused in the system. */
  fault: string;
  load: string;
  stack: Stack;
  /** Whether a crash of Redis may lose the last second, so that a command can be committed again. @default false */
  redisCrashes?: boolean;
  /** Time for all tasks to end after the fault [s]. @default 120 */
  settleSeconds?: number;
}

/** Runs a fault under load; at the end every task that was accepted is looked up. */
export async function runScenario(
  context: Pick<TestContext, 'task'>,
  options: ScenarioOptions,
  work: (ledger: Ledger) => Promise<string | void>,
): Promise<Account> {
  const { stack, fault, load, redisCrashes = false, settleSeconds = 120 } = options;
  const started = performance.now();
  const ledger = new Ledger(fault.replaceAll(/\W+/g, '-'));
  const commits = new CommitCounter(stack.redisUrl, stack.prefix);
  try {
    const notes = (await work(ledger)) ?? '';
    const urls = stack.gateways.filter(({ process }) => process.running).map(({ url }) => url);
    const account = await ledger.settle(urls, settleSeconds, redisCrashes ? 0 : commits.doubled);
    report(context, { ...account, fault, load, notes, seconds: (performance.now() - started) / 1000 });
    return account;
  } finally {
    await commits.close();
  }
}

/** Checks what the system promises: nothing lost, doubled or stuck, and no healthy task failed. */
export function expectKept({ lost, doubled, stuck, failed, accepted, completed, lostBeforeCrash }: Account): void {
  expect({ lost, doubled, stuck, failed }).toEqual({ lost: 0, doubled: 0, stuck: 0, failed: {} });
  expect(completed).toBe(accepted - lostBeforeCrash);
}
