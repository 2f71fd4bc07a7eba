import { setTimeout as delay } from 'node:timers/promises';

/** How a task ended, as its reader saw it. */
interface Final {
  status: string;
  code?: string;
  /** The result as text. */
  result: string;
}

interface Task {
  /** [ms, monotonic] */
  acceptedAt: number;
  final?: Final;
}

/** The outcomes of the tasks of a scenario. */
export interface Account {
  accepted: number;
  /** Requests that were not accepted, by code. */
  refused: Record<string, number>;
  completed: number;
  /** Tasks that failed, by code. */
  failed: Record<string, number>;
  /** Accepted, but no longer known to any gateway. */
  lost: number;
  /** Of those, the ones that were accepted in the second before a crash of Redis. */
  lostBeforeCrash: number;
  /** A second final answer that differs from the first, a second commit, or a second task of one key. */
  doubled: number;
  /** Not ended in time. */
  stuck: number;
}

/** The outcomes of two groups of tasks together. */
export function addAccounts(one: Account, other: Account): Account {
  return {
    accepted: one.accepted + other.accepted,
    refused: addCounts(one.refused, other.refused),
    completed: one.completed + other.completed,
    failed: addCounts(one.failed, other.failed),
    lost: one.lost + other.lost,
    lostBeforeCrash: one.lostBeforeCrash + other.lostBeforeCrash,
    doubled: one.doubled + other.doubled,
    stuck: one.stuck + other.stuck,
  };
}

function addCounts(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const sum = { ...one };
  for (const [code, count] of Object.entries(other)) sum[code] = (sum[code] ?? 0) + count;
  return sum;
}

const READERS = 24;

/** Every task that was accepted, and its outcome, from which a scenario is judged at its end. */
export class Ledger {
  private readonly tasks = new Map<string, Task>();
  private readonly idOfKey = new Map<string, string>();
  private readonly refused: Record<string, number> = {};
  private readonly crashes: number[] = [];
  private doubled = 0;

  constructor(readonly name: string) {}

  get accepted(): number {
    return this.tasks.size;
  }

  get ids(): string[] {
    return [...this.tasks.keys()];
  }

  accept(id: string, key?: string): void {
    if (!this.tasks.has(id)) this.tasks.set(id, { acceptedAt: performance.now() });
    if (key === undefined) return;
    if (this.idOfKey.has(key) && this.idOfKey.get(key) !== id) this.doubled++;
    this.idOfKey.set(key, id);
  }

  refuse(code: string): void {
    this.refused[code] = (this.refused[code] ?? 0) + 1;
  }

  /** Redis was killed just now: what was accepted in the last second may be gone. */
  crashed(): void {
    this.crashes.push(performance.now());
  }

  /**
   * Reads every task until it has ended, then all of them once more, and returns the outcomes.
   * @param urls of the gateways that are asked, in turn. @param doubledCommits commands that were committed twice
   */
  async settle(urls: readonly string[], seconds: number, doubledCommits = 0): Promise<Account> {
    const deadline = performance.now() + seconds * 1000;
    const lost = new Set<string>();
    let open = this.ids;
    while (open.length > 0 && performance.now() < deadline) {
      await inParallel(open, async (id, index) => {
        const read = await readTask(urls[index % urls.length], id);
        if (read === 'unknown') lost.add(id);
        else if (read) this.tasks.get(id)!.final = read;
      });
      open = open.filter((id) => !this.tasks.get(id)!.final && !lost.has(id));
      if (open.length > 0) await delay(200);
    }
    await inParallel(this.ids, async (id, index) => {
      const { final } = this.tasks.get(id)!;
      const again = final && (await readTask(urls[(index + 1) % urls.length], id));
      if (!again) return;
      if (again === 'unknown') lost.add(id);
      else if (again.status !== final.status || again.result !== final.result) this.doubled++;
    });
    return this.account(lost, open.length, doubledCommits);
  }

  private account(lost: ReadonlySet<string>, stuck: number, doubledCommits: number): Account {
    const failed: Record<string, number> = {};
    let completed = 0;
    for (const { final } of this.tasks.values()) {
      if (final?.status === 'completed') completed++;
      else if (final) {
        const code = final.code ?? final.status;
        failed[code] = (failed[code] ?? 0) + 1;
      }
    }
    const beforeCrash = [...lost].filter((id) => this.wasJustAccepted(id)).length;
    return {
      accepted: this.accepted,
      refused: this.refused,
      completed,
      failed,
      lost: lost.size - beforeCrash,
      lostBeforeCrash: beforeCrash,
      doubled: this.doubled + doubledCommits,
      stuck,
    };
  }

  /** Redis writes its file every second, and that write may take up to another one. */
  private wasJustAccepted(id: string): boolean {
    const { acceptedAt } = this.tasks.get(id)!;
    return this.crashes.some((crash) => acceptedAt <= crash && crash - acceptedAt < 2000);
  }
}

/** The final state of a task, `unknown` where there is none of this id, undefined while it is open or cannot be read. */
async function readTask(url: string, id: string): Promise<Final | 'unknown' | undefined> {
  try {
    const response = await fetch(`${url}/tasks/${id}`, { signal: AbortSignal.timeout(10_000) });
    const body = (await response.json()) as {
      status: string | number;
      error?: { code: string } | null;
      result?: unknown;
    };
    if (response.status === 404 || response.status === 410) return 'unknown';
    if (response.status !== 200 || body.status === 'pending' || body.status === 'processing') return undefined;
    return { status: String(body.status), code: body.error?.code, result: JSON.stringify(body.result ?? null) };
  } catch {
    return undefined;
  }
}

async function inParallel<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const reader = async () => {
    while (next < items.length) {
      const index = next++;
      await work(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(READERS, items.length) }, reader));
}
