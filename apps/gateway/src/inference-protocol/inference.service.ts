import { Injectable } from '@nestjs/common';
import { AppError, isFinal, type PredictResult, resultOfTask, type SeparateResults } from '@exoplanet/contracts';
import { EnvDto } from '@exoplanet/platform';
import { ModelsService } from '../models/models.service';
import type { Caller } from '../platform/auth/caller';
import { requiredBody } from '../platform/http/required-body';
import { validationError } from '../platform/http/validation-error';
import { Shutdown } from '../platform/lifecycle/shutdown';
import { CandidateValidator } from '../predictions/candidate-validator';
import { PredictionsService } from '../predictions/predictions.service';
import { failureOf, statusOf } from '../tasks/found-task';
import { TasksService } from '../tasks/tasks.service';
import { readInferRequest } from './infer-request';
import type { InferAnswerDto } from './inference-protocol.dto';
import { selectedOutputs, toTensors } from './output-tensors';

/** Runs inference requests of the Open Inference Protocol: each is a regular task that the request waits for. */
@Injectable()
export class InferenceService {
  constructor(
    private readonly models: ModelsService,
    private readonly validator: CandidateValidator,
    private readonly predictions: PredictionsService,
    private readonly tasks: TasksService,
    private readonly shutdown: Shutdown,
    private readonly env: EnvDto,
  ) {}

  /**
   * @param model `name` or `name@version`
   * @throws AppError for an invalid request, or the reason why the task failed
   */
  async infer(
    model: string,
    body: unknown,
    caller: Caller,
    requestId: string,
  ): Promise<{ answer: InferAnswerDto; isBinary: (output: string) => boolean }> {
    requiredBody(body);
    const card = await this.models.card(model);
    const { id, rows, outputs, isBinary } = readInferRequest(
      body,
      card.name,
      card.features.map(({ name }) => name),
      this.env.MAX_BATCH_SIZE,
    );
    const wanted = selectedOutputs(outputs);
    const problems = rows.flatMap((row, index) =>
      this.validator
        .problems(row)
        .map(({ message }) => ({ field: 'inputs[0].data', message: `row ${index}: ${message}`, index })),
    );
    if (problems.length > 0) throw validationError(problems.slice(0, 100));
    const task = await this.predictions.submit({
      form: 'batch',
      rows,
      options: { model },
      requestId,
      owner: caller.name,
    });
    const found = await this.tasks.outcome(task, this.env.TASK_TIMEOUT * 1000);
    const status = statusOf(found);
    if (!isFinal(status)) {
      await this.tasks.cancelFor(caller, task);
      if (this.shutdown.isStopping) throw new AppError('SHUTTING_DOWN');
      throw new AppError(
        'TASK_TIMEOUT',
        `No answer within TASK_TIMEOUT, ${this.env.TASK_TIMEOUT} s: the task was cancelled`,
      );
    }
    if (status === 'cancelled') throw new AppError('CANCELLED');
    if (status === 'failed') {
      const failure = failureOf(found);
      throw new AppError(failure?.code ?? 'INTERNAL_ERROR', failure?.message);
    }
    const answer = (await found.record.readResult()) as PredictResult | SeparateResults;
    const { result, firstRow } = resultOfTask(answer, found);
    const tensors = toTensors({ result, first: firstRow, count: rows.length }, wanted);
    return {
      answer: {
        model_name: result.model.name,
        model_version: result.model.version,
        ...(id === undefined ? {} : { id }),
        outputs: tensors,
      },
      isBinary,
    };
  }
}
