import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type CandidateRow,
  type CommandMetadata,
  type CommandOrigin,
  idsOfKey,
  newCommandId,
  newTaskId,
  PREDICT,
  type PredictCommand,
  type PredictOptions,
  type PredictTask,
  type RefusedRow,
  type TaskId,
  toTable,
} from '@exoplanet/contracts';
import { JobsClient } from '@exoplanet/job-transport';
import { originOf, tracedSend } from '@exoplanet/platform';
import { checkedKey } from '../http/idempotency-key';
import type { Submission } from '../http/submission.decorator';
import { GatewayMetrics } from '../metrics/gateway-metrics';
import { Gatherer } from './gatherer';

/** What a request asks to be predicted, checked. */
export interface PredictRequest extends Omit<Submission, 'prefer'> {
  form: 'single' | 'batch';
  rows: CandidateRow[];
  refused?: RefusedRow[];
  options: PredictOptions;
}

/** A request with where it comes from, which is only known inside of it. */
interface Submitted extends PredictRequest {
  origin: CommandOrigin;
}

/** Rows above which a request is a command of its own: gathering would only delay the others. */
const GATHERED_ROWS = 256;

@Injectable()
export class PredictionsService {
  private readonly gatherer = new Gatherer<Submitted, TaskId>((_kind, requests) => this.send(requests));

  constructor(
    private readonly jobs: JobsClient,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** Hands a request to the workers; resolves when Redis has it. */
  async submit(asked: PredictRequest): Promise<TaskId> {
    const request = { ...asked, origin: originOf(asked.requestId) };
    if (request.idempotencyKey !== undefined) return this.sendOnce(request, request.idempotencyKey);
    if (request.rows.length > GATHERED_ROWS) return (await this.send([request]))[0];
    return this.gatherer.add(JSON.stringify(request.options), request, request.rows.length);
  }

  private async send(requests: Submitted[]): Promise<TaskId[]> {
    const command = newCommandId(PREDICT);
    const ids = requests.map(() => newTaskId(command));
    await tracedSend(PREDICT, command, () =>
      this.jobs.submit(PREDICT, commandOf(requests), { id: command, isNew: true, metadata: metadataOf(requests, ids) }),
    );
    this.metrics.submitted(PREDICT, ids.length);
    return ids;
  }

  /** The ids come from the key, so a repeated request meets the first one's command instead of making another. */
  private async sendOnce(request: Submitted, key: string): Promise<TaskId> {
    const { command, task } = idsOfKey(PREDICT, request.owner ?? '', checkedKey(key));
    const { created } = await tracedSend(PREDICT, command, () =>
      this.jobs.submit(PREDICT, commandOf([request]), {
        id: command,
        metadata: metadataOf([request], [task]),
        fingerprint: fingerprintOf(request),
      }),
    );
    if (created) this.metrics.submitted(PREDICT, 1);
    return task;
  }
}

function commandOf(requests: PredictRequest[]): PredictCommand {
  return {
    options: requests[0].options,
    table: toTable(requests.length === 1 ? requests[0].rows : requests.flatMap(({ rows }) => rows)),
  };
}

function metadataOf(requests: Submitted[], ids: TaskId[]): CommandMetadata<PredictTask> {
  const tasks = requests.map(({ form, rows, refused, owner }, index): PredictTask => {
    const named = rows.some((row) => typeof row.id === 'string');
    return {
      id: ids[index],
      form,
      rows: rows.length,
      ...(named ? { ids: rows.map((row) => (typeof row.id === 'string' ? row.id : null)) } : {}),
      ...(refused?.length ? { refused } : {}),
      ...(owner ? { owner } : {}),
    };
  });
  // The first one's trace goes on from the span that sends the command.
  return {
    tasks,
    origins: requests.map(({ origin, requestId }, index) => (index === 0 ? originOf(requestId) : origin)),
  };
}

function fingerprintOf({ form, rows, refused, options }: PredictRequest): string {
  return createHash('sha256').update(JSON.stringify({ form, rows, refused, options })).digest('hex').slice(0, 32);
}
