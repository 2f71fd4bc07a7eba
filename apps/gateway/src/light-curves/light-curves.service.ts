import { Injectable } from '@nestjs/common';
import { ANALYZE, type AnalyzeCommand, type TaskId } from '@exoplanet/contracts';
import { originOf } from '@exoplanet/platform';
import { fingerprintOf } from '../submissions/fingerprint';
import { roomForAnalysis } from '../submissions/result-room';
import type { Submission } from '../submissions/submission.decorator';
import { type NewTask, SubmissionsService } from '../submissions/submissions.service';

@Injectable()
export class LightCurvesService {
  constructor(private readonly submissions: SubmissionsService) {}

  /** Submits a light curve to the workers. Resolves when Redis has accepted it. */
  async submit(command: AnalyzeCommand, { owner, idempotencyKey: key, requestId }: Submission): Promise<TaskId> {
    const task: NewTask = {
      spec: { form: 'light_curve', rows: 0, ...(owner ? { owner } : {}) },
      origin: originOf(requestId),
    };
    const room = roomForAnalysis(command);
    if (key === undefined) return (await this.submissions.submit(ANALYZE, command, [task], room))[0];
    const fingerprint = fingerprintOf(contentOf(command));
    return this.submissions.submitOnce(ANALYZE, command, task, { key, owner, fingerprint }, room);
  }
}

function* contentOf({
  files,
  columns,
  options,
  time_system,
}: AnalyzeCommand): Generator<string | NodeJS.ArrayBufferView> {
  yield JSON.stringify([options, time_system]);
  for (const { name, bytes } of files ?? []) {
    yield name;
    yield bytes;
  }
  for (const [name, values] of Object.entries(columns ?? {})) {
    yield name;
    yield values as Float64Array;
  }
}
