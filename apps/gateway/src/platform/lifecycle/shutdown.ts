import { Injectable } from '@nestjs/common';

/** Whether the process is stopping. Readiness ends at once, and waits that would delay the stop end with it. */
@Injectable()
export class Shutdown {
  private readonly listeners = new Set<() => void>();
  private stopping = false;

  get isStopping(): boolean {
    return this.stopping;
  }

  begin(): void {
    this.stopping = true;
    this.listeners.forEach((listener) => listener());
    this.listeners.clear();
  }

  /** Calls back once when the process begins to stop. */
  onBegin(listener: () => void): void {
    this.listeners.add(listener);
  }
}
