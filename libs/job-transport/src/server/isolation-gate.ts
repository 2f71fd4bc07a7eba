/**
 * Lets runs of one process start in order of arrival: ordinary ones side by side, each isolated one while no other run is
 * in progress. What an isolated run does to the process then concerns no other job.
 */
export class IsolationGate {
  private running = 0;
  private isolated = false;
  private readonly waiting: { isolated: boolean; start: () => void }[] = [];

  /** Resolves when the run may start. Each call needs a `leave` with the same argument. */
  async enter(isolated: boolean): Promise<void> {
    if (!this.waiting.length && this.canStart(isolated)) return this.start(isolated);
    await new Promise<void>((start) => this.waiting.push({ isolated, start }));
  }

  leave(isolated: boolean): void {
    this.running--;
    if (isolated) this.isolated = false;
    while (this.waiting.length && this.canStart(this.waiting[0].isolated)) {
      const next = this.waiting.shift()!;
      this.start(next.isolated);
      next.start();
    }
  }

  private canStart(isolated: boolean): boolean {
    return isolated ? this.running === 0 : !this.isolated;
  }

  private start(isolated: boolean): void {
    this.running++;
    this.isolated = isolated;
  }
}
