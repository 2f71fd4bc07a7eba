import { createHash } from 'node:crypto';
import { Controller, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ANALYZE,
  type AnalyzeCommand,
  type AnalyzeTask,
  type CommandMetadata,
  idsOfKey,
  newCommandId,
  newTaskId,
  type PredictOptions,
  TaskAcceptedDto,
  TaskDto,
  type TaskId,
} from '@exoplanet/contracts';
import { JobsClient } from '@exoplanet/job-transport';
import { EnvDto, originOf, tracedSend } from '@exoplanet/platform';
import { Roles } from '../auth/roles.decorator';
import { checkedKey } from '../http/idempotency-key';
import { ApiProblems } from '../http/problems.decorator';
import { FromSubmission, type Submission } from '../http/submission.decorator';
import { validationError } from '../http/validation';
import { waitOf } from '../http/wait';
import { GatewayMetrics } from '../metrics/gateway-metrics';
import { ModelsService } from '../models/models.service';
import { optionsOf } from '../predictions/model-options.dto';
import { PredictQueryDto } from '../predictions/predict.query';
import { ENV } from '../redis/tokens';
import { TaskResponder } from '../tasks/task-responder';
import { readForm } from './form';
import { columnsFrom, LightCurveDto, LightCurveFormDto, optionsFrom } from './light-curve.request';

@ApiTags('light curves')
@ApiExtraModels(LightCurveDto, LightCurveFormDto)
@Roles('submit')
@Controller('light-curves')
export class LightCurvesController {
  constructor(
    private readonly jobs: JobsClient,
    private readonly responder: TaskResponder,
    private readonly metrics: GatewayMetrics,
    private readonly models: ModelsService,
    @Inject(ENV) private readonly env: EnvDto,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Find, test and score the transits in a light curve',
    description:
      'Kepler, K2 or TESS FITS files or CSV files of one star as a multipart form, or arrays as JSON. Progress names the stage; the task can be cancelled in the middle of a search. `model`, `explain` and `uncertainty` may stand in the query or beside the photometry, where they count first.',
  })
  @ApiConsumes('multipart/form-data', 'application/json')
  @ApiBody({ schema: { oneOf: [{ $ref: getSchemaPath(LightCurveFormDto) }, { $ref: getSchemaPath(LightCurveDto) }] } })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Repeating a request with the same key returns the first task',
  })
  @ApiResponse({ status: 202, description: 'The task was accepted; `Location` names it', type: TaskAcceptedDto })
  @ApiResponse({ status: 200, description: 'With `wait`: the finished task', type: TaskDto })
  @ApiProblems(
    'VALIDATION_FAILED',
    'MALFORMED_JSON',
    'MODEL_NOT_FOUND',
    'UNSUPPORTED_MEDIA_TYPE',
    'REQUEST_TOO_LARGE',
    'IDEMPOTENCY_KEY_REUSED',
    'REDIS_UNAVAILABLE',
    'OUT_OF_MEMORY',
  )
  async analyze(
    @FromSubmission() { prefer, ...submission }: Submission,
    @Req() request: FastifyRequest,
    @Query() query: PredictQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const wait = waitOf(query.wait, prefer);
    const asked = optionsOf(query);
    const command = request.isMultipart() ? await this.fromForm(request, asked) : fromJson(request.body, asked);
    if (command.options.model) await this.models.require(command.options.model);
    await this.responder.answer(reply, await this.submit(command, submission), wait);
  }

  private async fromForm(request: FastifyRequest, asked: PredictOptions): Promise<AnalyzeCommand> {
    const { files, fields } = await readForm(request, this.env.MAX_BODY_SIZE);
    const { options, timeSystem } = optionsFrom({ ...asked, ...fields });
    return { files, options, ...(timeSystem ? { time_system: timeSystem } : {}) };
  }

  private async submit(
    command: AnalyzeCommand,
    { owner, idempotencyKey: key, requestId }: Submission,
  ): Promise<TaskId> {
    const ids = key === undefined ? undefined : idsOfKey(ANALYZE, owner ?? '', checkedKey(key));
    const id = ids?.command ?? newCommandId(ANALYZE);
    const task = ids?.task ?? newTaskId(id);
    const metadata = (): CommandMetadata<AnalyzeTask> => ({
      tasks: [{ id: task, form: 'light_curve', rows: 0, ...(owner ? { owner } : {}) }],
      origins: [originOf(requestId)],
    });
    const { created } = await tracedSend(ANALYZE, id, () =>
      this.jobs.submit(ANALYZE, command, {
        id,
        isNew: !ids,
        metadata: metadata(),
        ...(ids ? { fingerprint: fingerprintOf(command) } : {}),
      }),
    );
    if (created) this.metrics.submitted(ANALYZE, 1);
    return task;
  }
}

function fromJson(body: unknown, asked: PredictOptions): AnalyzeCommand {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw validationError([
      { field: '', message: 'the body must be an object with time and flux, or a form with files' },
    ]);
  const { columns, rest } = columnsFrom(body as Record<string, unknown>);
  const { options, timeSystem } = optionsFrom({ ...asked, ...rest });
  return { columns, options, ...(timeSystem ? { time_system: timeSystem } : {}) };
}

function fingerprintOf({ files, columns, options, time_system }: AnalyzeCommand): string {
  const hash = createHash('sha256').update(JSON.stringify([options, time_system]));
  for (const { name, bytes } of files ?? []) hash.update(name).update(bytes);
  for (const [name, values] of Object.entries(columns ?? {})) hash.update(name).update(values as Float64Array);
  return hash.digest('hex').slice(0, 32);
}
