import { env, InferenceSession } from 'onnxruntime-node';

// ONNX Runtime's errors contain what it would print.
env.logLevel = 'fatal';

/** Opens sessions on the first execution provider that works on this machine, with one warning for each that does not. */
export class ExecutionProviders {
  private readonly usable: string[];

  /**
   * @param wanted ONNX Runtime's names, preferred first, for example `['cuda', 'cpu']`; `cpu` is always tried last
   * @param warn called at most once for each provider that does not work
   */
  constructor(
    wanted: readonly string[],
    private readonly warn: (message: string) => void,
  ) {
    this.usable = [...new Set([...wanted.map((name) => name.trim().toLowerCase()).filter(Boolean), 'cpu'])];
  }

  /**
   * Opens a model on the first provider that accepts it. A provider that fails is dropped only when a later one succeeds, because
   * the file itself may be broken.
   * @param model content of an ONNX file
   * @throws ONNX Runtime's error when the model cannot be loaded on the CPU either
   */
  async open(
    model: Uint8Array,
    options: InferenceSession.SessionOptions,
  ): Promise<{ session: InferenceSession; provider: string }> {
    const failed: { provider: string; reason: string }[] = [];
    for (const provider of [...this.usable]) {
      // `cpu` runs the operations that a faster provider lacks.
      const executionProviders = provider === 'cpu' ? ['cpu'] : [provider, 'cpu'];
      try {
        const session = await InferenceSession.create(model, { ...options, executionProviders });
        for (const { provider: unusable, reason } of failed) this.drop(unusable, reason);
        return { session, provider };
      } catch (error) {
        if (provider === 'cpu') throw error;
        failed.push({ provider, reason: (error as Error).message });
      }
    }
    throw new Error('the CPU is always among the providers');
  }

  /** Does nothing the second time: two models may find the same failure at the same time. */
  private drop(provider: string, reason: string): void {
    const position = this.usable.indexOf(provider);
    if (position < 0) return;
    this.usable.splice(position, 1);
    this.warn(`the execution provider ${provider} cannot be used (${reason}); ${this.usable[0]} runs the models`);
  }
}
