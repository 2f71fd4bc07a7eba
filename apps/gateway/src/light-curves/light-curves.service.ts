import { Injectable } from '@nestjs/common';
import { ANALYZE, type AnalyzeCommand, type TaskId } from '@exoplanet/contracts';
import { originOf } from '@exoplanet/platform';
import { ByteGate } from '../platform/http/byte-budget';
import { fingerprintOf } from '../submissions/fingerprint';
import type { Submission } from '../submissions/submission.decorator';
import { type NewTask, SubmissionsService } from '../submissions/submissions.service';
import type { LightCurveRequest } from './light-curve.pipe';

/** Bytes of uploads that are in memory at the same time, on their way from the disk to Redis. */
const MAX_BYTES_IN_MEMORY = 64 * 1024 * 1024;

@Injectable()
export class LightCurvesService {
  private readonly gate = new ByteGate(MAX_BYTES_IN_MEMORY);

  constructor(private readonly submissions: SubmissionsService) {}

  /** Submits a light curve to the workers. Resolves when Redis has accepted it. */
  async submit({ upload, ...command }: LightCurveRequest, submission: Submission): Promise<TaskId> {
    if (!upload) return this.send(command, submission);
    const id = await this.gate.run(upload.size, async () =>
      this.send({ files: await upload.read(), ...command }, submission),
    );
    await upload.discard();
    return id;
  }

  private async send(command: AnalyzeCommand, { owner, idempotencyKey: key, requestId }: Submission): Promise<TaskId> {
    const task: NewTask = {
      spec: { form: 'light_curve', rows: 0, ...(owner ? { owner } : {}) },
      origin: originOf(requestId),
    };
    if (key === undefined) return (await this.submissions.submit(ANALYZE, command, [task]))[0];
    const fingerprint = fingerprintOf(contentOf(command));
    return this.submissions.submitOnce(ANALYZE, command, task, { key, owner, fingerprint });
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
