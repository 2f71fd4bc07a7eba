import { Injectable } from '@nestjs/common';
import {
  type CandidateRow,
  PREDICT,
  type PredictCommand,
  type PredictOptions,
  type RefusedRow,
  type TaskId,
  toTable,
} from '@exoplanet/contracts';
import { originOf } from '@exoplanet/platform';
import { fingerprintOf } from '../submissions/fingerprint';
import { roomForPredictions } from '../submissions/result-room';
import type { Submission } from '../submissions/submission.decorator';
import { type NewTask, SubmissionsService } from '../submissions/submissions.service';
import { RequestCoalescer } from './request-coalescer';

/** A validated request for predictions. */
export interface PredictRequest extends Submission {
  form: 'single' | 'batch';
  rows: CandidateRow[];
  refused?: RefusedRow[];
  options: PredictOptions;
}

interface CoalescedRequest {
  request: PredictRequest;
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
    const { rows, options, idempotencyKey: key, owner } = request;
    const task = taskOf(request);
    if (key !== undefined) {
      const fingerprint = fingerprintOf([contentOf(request)]);
      const command = commandOf([request]);
      const room = roomForPredictions(command, 1);
      return this.submissions.submitOnce(PREDICT, command, task, { key, owner, fingerprint }, room);
    }
    if (rows.length > MAX_COALESCED_ROWS) return (await this.send([{ request, task }]))[0];
    return this.coalescer.add(JSON.stringify(options), { request, task }, rows.length);
  }

  private send(requests: CoalescedRequest[]): Promise<TaskId[]> {
    const command = commandOf(requests.map(({ request }) => request));
    const tasks = requests.map(({ task }) => task);
    return this.submissions.submit(PREDICT, command, tasks, roomForPredictions(command, tasks.length));
  }
}

/** One command for requests with the same options. */
function commandOf(requests: PredictRequest[]): PredictCommand {
  const rows = requests.length === 1 ? requests[0].rows : requests.flatMap((request) => request.rows);
  return { options: requests[0].options, table: toTable(rows) };
}

function taskOf({ form, rows, refused, owner, requestId }: PredictRequest): NewTask {
  const isNamed = rows.some((row) => typeof row.id === 'string');
  return {
    spec: {
      form,
      rows: rows.length,
      ...(isNamed ? { ids: rows.map((row) => (typeof row.id === 'string' ? row.id : null)) } : {}),
      ...(refused?.length ? { refused } : {}),
      ...(owner ? { owner } : {}),
    },
    origin: originOf(requestId),
  };
}

const contentOf = ({ form, rows, refused, options }: PredictRequest): string =>
  JSON.stringify({ form, rows, refused, options });
