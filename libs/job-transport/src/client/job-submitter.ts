import { randomUUID } from 'node:crypto';
import type { JobProducer, StoredJob } from '../bullmq-adapter/job-producer';
import { JobConflictError } from '../errors/job-error';
import { parseFailure } from '../errors/job-failure';
import type { MemoryLedger } from '../payload/memory-ledger';
import { discard, isByReference, pack, type Packed } from '../payload/packed';
import type { PayloadStore } from '../payload/payload-store';
import type { CommandEnvelope } from '../protocol/job-envelopes';
import type { clientDefaults, JobsClientOptions } from './client-options';
import type { Submission, SubmitOptions } from './job-submission';

/** A job's data without metadata where its payload is stored by reference, at most [bytes]. */
const REFERENCE_BYTES = 128;

/** Adds jobs of one pattern, each with the payload memory that it will hold until it ends. */
export class JobSubmitter {
  constructor(
    private readonly pattern: string,
    private readonly options: JobsClientOptions & typeof clientDefaults,
    private readonly producer: JobProducer,
    private readonly memory: MemoryLedger,
    private readonly store: PayloadStore,
  ) {}

  /** @throws JobConflictError, JobsUnavailableError, PayloadLimitError */
  async submit(id: string, data: unknown, isNew: boolean, options: SubmitOptions): Promise<Submission> {
    const { metadata, resultBytes = 0 } = options;
    // What the job's hash takes beside a payload by reference.
    const besidePayload = (metadata === undefined ? 0 : JSON.stringify(metadata).length) + REFERENCE_BYTES;
    const hold = { reserve: { pattern: this.pattern, bytes: resultBytes + besidePayload } };
    const packed = await pack(data, this.store, this.options.payloadTtl, hold);
    const envelope: CommandEnvelope = metadata === undefined ? packed : { ...packed, metadata };
    const json = JSON.stringify(envelope);
    const isLarge = isByReference(packed);
    const reserved = isLarge ? hold.reserve.bytes : json.length + resultBytes;
    if (!isLarge) await this.memory.reserve(this.pattern, reserved);
    try {
      const created = await this.add(id, json, reserved, isNew, options);
      if (!created) await this.giveBack(packed, reserved);
      return { id, created };
    } catch (error) {
      // After any other error the job may have been added.
      if (error instanceof JobConflictError) await this.giveBack(packed, reserved);
      throw error;
    }
  }

  /** Whether a job of this id is kept that another submission would not run again. @throws JobConflictError */
  async isKept(id: string, fingerprint: string | undefined): Promise<boolean> {
    const stored = await this.producer.stored(id);
    return stored !== undefined && !isReplaceable(id, stored, fingerprint);
  }

  /** Whether the job was added: not so where the id is taken. @throws JobConflictError, JobsUnavailableError */
  private async add(
    id: string,
    data: string,
    reserved: number,
    isNew: boolean,
    { priority = 0, fingerprint }: SubmitOptions,
  ): Promise<boolean> {
    const { attempts, backoff } = this.options;
    const retries = { attempts, backoff: { type: 'exponential', delay: backoff } };
    const options = { ...retries, priority: priority || undefined, fingerprint, reserved };
    if (isNew) {
      // A job of a generated id is ours for certain. For any other, Redis has to say whose submission created it.
      await this.producer.add(id, data, options, false);
      return true;
    }
    const submission = randomUUID();
    for (;;) {
      const stored = await this.producer.add(id, data, { ...options, submission }, true);
      if (stored?.options.submission === submission) return true;
      if (!stored || !isReplaceable(id, stored, fingerprint)) return false;
      await this.producer.forgetFailed(id, stored.options.submission!);
    }
  }

  /** A payload that cannot be deleted now expires. */
  private async giveBack(packed: Packed, reserved: number): Promise<void> {
    this.memory.release(this.pattern, reserved);
    await discard(packed, this.store).catch(() => undefined);
  }
}

/** Whether another submission replaces a job that has its id. @throws JobConflictError where the job is that of another request */
function isReplaceable(id: string, { options, failedReason }: StoredJob, fingerprint: string | undefined): boolean {
  if (fingerprint !== undefined && options.fingerprint !== fingerprint) throw new JobConflictError(id);
  return options.submission !== undefined && mayRunAgain(failedReason);
}

/** Whether a job that failed with this reason runs again when it is submitted again. One that kills workers or was cancelled does not. */
function mayRunAgain(failedReason: string | undefined): boolean {
  if (failedReason === undefined) return false;
  const { code } = parseFailure(failedReason);
  return code !== 'POISON' && code !== 'CANCELLED';
}
