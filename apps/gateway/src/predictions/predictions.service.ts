import { Injectable } from '@nestjs/common';
import { contextOf } from '@exoplanet/catalog';
import {
  type CandidateRow,
  type ContextColumns,
  PREDICT,
  type PredictCommand,
  type PredictOptions,
  type PredictTask,
  type RefusedRow,
  type TaskId,
  toTable,
} from '@exoplanet/contracts';
import { originOf } from '@exoplanet/platform';
import { fingerprintOf } from '../submissions/fingerprint';
import { roomForPredictions } from '../submissions/result-room';
import type { Submission } from '../submissions/submission.decorator';
import { type NewTask, SubmissionsService } from '../submissions/submissions.service';
import { idsOf, type PreparedBatch } from './prepared-batch';
import { RequestCoalescer } from './request-coalescer';

/** A validated request for predictions, as rows or, where they are many, as a table. */
export type PredictRequest = Omit<Submission, 'waitMs'> & { options: PredictOptions } & (
    { form: 'single' | 'batch'; rows: CandidateRow[]; refused?: RefusedRow[] } | ({ form: 'batch' } & PreparedBatch)
  );
type RowsRequest = Extract<PredictRequest, { rows: unknown }>;

interface CoalescedRequest {
  request: RowsRequest;
  task: NewTask;
}

/** Above this number of rows a request is a command of its own: sharing one would only delay the others. */
const MAX_COALESCED_ROWS = 256;

@Injectable()
export class PredictionsService {
  private readonly coalescer = new RequestCoalescer<CoalescedRequest, TaskId>((_options, requests) =>
    this.send(requests),
  );

  constructor(private readonly submissions: SubmissionsService) {}

  /** Submits a request to the workers. Resolves when Redis has accepted it. */
  async submit(request: PredictRequest): Promise<TaskId> {
    const { options, idempotencyKey: key, owner } = request;
    const task = taskOf(request);
    const context = contextOfRequest(request);
    if (key !== undefined) {
      const fingerprint = fingerprintOf(contentOf(request));
      const command = commandAlone(request, context);
      const room = roomForPredictions(command, 1);
      return this.submissions.submitOnce(PREDICT, command, task, { key, owner, fingerprint }, room);
    }
    if ('table' in request || request.rows.length > MAX_COALESCED_ROWS || context) {
      const command = commandAlone(request, context);
      return (await this.submissions.submit(PREDICT, command, [task], roomForPredictions(command, 1)))[0];
    }
    return this.coalescer.add(JSON.stringify(options), { request, task }, request.rows.length);
  }

  private send(requests: CoalescedRequest[]): Promise<TaskId[]> {
    const command = commandOf(requests.map(({ request }) => request));
    const tasks = requests.map(({ task }) => task);
    return this.submissions.submit(PREDICT, command, tasks, roomForPredictions(command, tasks.length));
  }
}

/** What the rows of a batch say about each other; a thread has compared those of a large one. */
function contextOfRequest(request: PredictRequest): ContextColumns | undefined {
  if ('table' in request) return request.context;
  return request.form === 'batch' ? contextOf(request.rows) : undefined;
}

function commandAlone(request: PredictRequest, context: ContextColumns | undefined): PredictCommand {
  const command = 'table' in request ? { options: request.options, table: request.table } : commandOf([request]);
  return context ? { ...command, context } : command;
}

/** One command for requests with the same options. */
function commandOf(requests: RowsRequest[]): PredictCommand {
  const rows = requests.length === 1 ? requests[0].rows : requests.flatMap((request) => request.rows);
  return { options: requests[0].options, table: toTable(rows) };
}

function taskOf(request: PredictRequest): NewTask {
  const { form, refused, owner, requestId } = request;
  const [rows, ids] =
    'table' in request ? [request.table.rows, request.ids] : [request.rows.length, idsOf(request.rows).ids];
  const spec: Omit<PredictTask, 'id'> = {
    form,
    rows,
    ...(ids ? { ids } : {}),
    ...(refused?.length ? { refused } : {}),
    ...(owner ? { owner } : {}),
  };
  return { spec, origin: originOf(requestId) };
}

/** The content that a fingerprint is computed from. */
function contentOf(request: PredictRequest): (string | NodeJS.ArrayBufferView)[] {
  const { form, refused, options } = request;
  if (!('table' in request)) return [JSON.stringify({ form, rows: request.rows, refused, options })];
  const { columns, values } = request.table;
  const { parent, relation, objects } = request.context ?? {};
  const context = request.context && [parent, relation, objects].map((column) => [...column!]);
  return [JSON.stringify({ form, ids: request.ids, columns, refused, options, context }), values];
}
