import { env, InferenceSession } from 'onnxruntime-node';

// What ONNX Runtime would print about a failure is in the error that it throws.
env.logLevel = 'fatal';

/** Opens sessions on the first execution provider that works here, and tells once when that is not the first one asked for. */
export class ExecutionProviders {
  private readonly usable: string[];

  /**
   * @param wanted names as ONNX Runtime has them, best first, for example `['cuda', 'cpu']`; `cpu` is always tried last
   * @param warn called at most once for each provider that does not work
   */
  constructor(
    wanted: readonly string[],
    private readonly warn: (message: string) => void,
  ) {
    this.usable = [...new Set([...wanted.map((name) => name.trim().toLowerCase()).filter(Boolean), 'cpu'])];
  }

  /**
   * Opens a file on the first provider that takes it. One that did not is given up only when the next one does: it may have been
   * the file that is broken.
   * @param model content of an ONNX file
   * @throws what ONNX Runtime throws when the file cannot be loaded on the CPU
   */
  async open(
    model: Uint8Array,
    options: InferenceSession.SessionOptions,
  ): Promise<{ session: InferenceSession; provider: string }> {
    const refused: { provider: string; reason: string }[] = [];
    for (const provider of [...this.usable]) {
      // `cpu` is what runs the operations that a faster provider lacks.
      const executionProviders = provider === 'cpu' ? ['cpu'] : [provider, 'cpu'];
      try {
        const session = await InferenceSession.create(model, { ...options, executionProviders });
        for (const { provider: useless, reason } of refused) this.giveUp(useless, reason);
        return { session, provider };
      } catch (error) {
        if (provider === 'cpu') throw error;
        refused.push({ provider, reason: (error as Error).message });
      }
    }
    throw new Error('the CPU is always among the providers');
  }

  /** Another model may have found the same at the same time: the provider is dropped and told once. */
  private giveUp(provider: string, reason: string): void {
    const position = this.usable.indexOf(provider);
    if (position < 0) return;
    this.usable.splice(position, 1);
    this.warn(`the execution provider ${provider} cannot be used (${reason}); ${this.usable[0]} runs the models`);
  }
}
