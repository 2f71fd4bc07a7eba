import type { TableCalls, TableReply } from './table-calls';

interface Waiting {
  done: (out: never) => void;
  fail: (error: Error) => void;
}

/** The worker that holds the columns of a catalogue. It starts with the first question. */
class TableWorker {
  private worker?: Worker;
  private last = 0;
  private readonly waiting = new Map<number, Waiting>();

  /** @param transfer what the worker gets instead of a copy */
  ask<Name extends keyof TableCalls>(
    name: Name,
    input: TableCalls[Name]['in'],
    transfer: Transferable[] = [],
  ): Promise<TableCalls[Name]['out']> {
    const worker = (this.worker ??= this.start());
    const id = ++this.last;
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, fail });
      worker.postMessage({ name, id, in: input }, transfer);
    });
  }

  private start(): Worker {
    const worker = new Worker(new URL('./table.worker.ts', import.meta.url), { type: 'module', name: 'table' });
    worker.addEventListener('message', ({ data }: MessageEvent<TableReply>) => {
      const asked = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if ('error' in data) asked?.fail(new Error(data.error));
      else asked?.done(data.out as never);
    });
    worker.addEventListener('error', ({ message }) => {
      this.worker = undefined;
      for (const { fail } of this.waiting.values())
        fail(new Error(message || 'The worker of the page could not start'));
      this.waiting.clear();
    });
    return worker;
  }
}

export const tableWorker = new TableWorker();
