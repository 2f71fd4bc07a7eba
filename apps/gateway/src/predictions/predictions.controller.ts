import { Body, Controller, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiHeader, ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  AppError,
  BatchResultDto,
  CandidateDto,
  type CandidateRow,
  type FieldError,
  type RefusedRow,
  TaskAcceptedDto,
  TaskDto,
  type TaskId,
} from '@exoplanet/contracts';
import { EnvDto } from '@exoplanet/platform';
import { Roles } from '../auth/roles.decorator';
import { ApiProblems } from '../http/problems.decorator';
import { FromSubmission, type Submission } from '../http/submission.decorator';
import { validationError } from '../http/validation';
import { waitOf } from '../http/wait';
import { ModelsService } from '../models/models.service';
import { ENV } from '../redis/tokens';
import { TaskResponder } from '../tasks/task-responder';
import { optionsOf } from './model-options.dto';
import { PredictBatchQueryDto, PredictQueryDto } from './predict.query';
import { PredictionsService } from './predictions.service';
import { RowsValidator } from './rows.validator';

/** The body of a batch, for the documentation: its rows are checked one by one, so that each error names its row. */
export class PredictBatchDto {
  @ApiProperty({ type: [CandidateDto], description: 'Candidates, up to MAX_BATCH_SIZE' })
  predictions!: CandidateDto[];
}

const EXAMPLE = { period: 1.5, radius: 1.2, period_err: 0.01, radius_err: 0.05, source: 'KEPLER' };

@ApiTags('predictions')
@ApiExtraModels(TaskAcceptedDto, TaskDto, BatchResultDto)
@ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'Repeating a request with the same key returns the first task',
})
@ApiHeader({ name: 'Prefer', required: false, description: '`wait=SECONDS`, up to 60' })
@ApiResponse({ status: 202, description: 'The task was accepted; `Location` names it', type: TaskAcceptedDto })
@ApiResponse({ status: 200, description: 'With `wait`: the finished task', type: TaskDto })
@Roles('submit')
@Controller('predict')
export class PredictionsController {
  constructor(
    private readonly predictions: PredictionsService,
    private readonly validator: RowsValidator,
    private readonly responder: TaskResponder,
    private readonly models: ModelsService,
    @Inject(ENV) private readonly env: EnvDto,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Predict one candidate',
    description: 'Only `source` and one measured value are needed; every further field makes the answer better.',
  })
  @ApiBody({
    type: CandidateDto,
    examples: {
      five_fields: { summary: 'Five fields', value: EXAMPLE },
      kepler_227_b: {
        summary: 'Kepler-227 b',
        value: {
          id: 'K00752.01',
          source: 'KEPLER',
          period: 9.488,
          period_err: 0.0000278,
          duration: 2.9575,
          depth: 615.8,
          radius: 2.26,
          impact: 0.146,
          snr: 35.8,
          teq: 793,
          insol: 93.59,
          star_teff: 5455,
          star_logg: 4.467,
          star_radius: 0.927,
          star_mag: 15.347,
        },
      },
    },
  })
  @ApiProblems(
    'VALIDATION_FAILED',
    'MALFORMED_JSON',
    'MODEL_NOT_FOUND',
    'UNSUPPORTED_MEDIA_TYPE',
    'REQUEST_TOO_LARGE',
    'IDEMPOTENCY_KEY_REUSED',
    'REDIS_UNAVAILABLE',
  )
  async predict(
    @FromSubmission() { prefer, ...submission }: Submission,
    @Body() body: unknown,
    @Query() query: PredictQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const wait = waitOf(query.wait, prefer);
    const problems = this.validator.problems(body);
    if (problems.length > 0) throw validationError(problems);
    if (query.model) await this.models.require(query.model);
    const task = await this.predictions.submit({
      form: 'single',
      rows: [body as CandidateRow],
      options: optionsOf(query),
      ...submission,
    });
    await this.responder.answer(reply, task, wait);
  }

  @Post('batch')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Predict many candidates',
    description:
      'The answer keeps the order of the rows. A bad row refuses the batch, or with `partial=true` only itself.',
  })
  @ApiBody({
    type: PredictBatchDto,
    examples: {
      two: {
        summary: 'Two candidates',
        value: { predictions: [EXAMPLE, { period: 3.2, radius: 14.1, depth: 18000, duration: 2.1, source: 'TESS' }] },
      },
    },
  })
  @ApiProblems(
    'VALIDATION_FAILED',
    'MALFORMED_JSON',
    'MODEL_NOT_FOUND',
    'UNSUPPORTED_MEDIA_TYPE',
    'BATCH_TOO_LARGE',
    'REQUEST_TOO_LARGE',
    'IDEMPOTENCY_KEY_REUSED',
    'REDIS_UNAVAILABLE',
    'OUT_OF_MEMORY',
  )
  async predictBatch(
    @FromSubmission() { prefer, ...submission }: Submission,
    @Body() body: unknown,
    @Query() query: PredictBatchQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const wait = waitOf(query.wait, prefer);
    const { rows, refused } = this.check(listOf(body, this.env.MAX_BATCH_SIZE), query.partial === true);
    if (query.model) await this.models.require(query.model);
    const task: TaskId = await this.predictions.submit({
      form: 'batch',
      rows,
      refused,
      options: optionsOf(query),
      ...submission,
    });
    await this.responder.answer(reply, task, wait);
  }

  private check(list: unknown[], partial: boolean): { rows: CandidateRow[]; refused: RefusedRow[] } {
    const rows: CandidateRow[] = [];
    const refused: RefusedRow[] = [];
    list.forEach((row, index) => {
      const errors = this.validator.problems(row);
      if (errors.length === 0) rows.push(row as CandidateRow);
      else refused.push({ index, errors: errors.map(({ field, message }) => ({ field, message })) });
    });
    if (refused.length > 0 && !partial) throw validationError(refused.slice(0, 100).flatMap(namedByRow));
    return { rows, refused };
  }
}

function namedByRow({ index, errors }: RefusedRow): FieldError[] {
  return errors.map(({ field, message }) => ({
    field: field ? `predictions[${index}].${field}` : `predictions[${index}]`,
    message: `row ${index}: ${message}`,
    index,
  }));
}

/** The rows of a batch's body. @throws AppError when it has another form, or too many */
function listOf(body: unknown, limit: number): unknown[] {
  const wrong = (field: string, message: string) => validationError([{ field, message }]);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw wrong('', 'the body must be {"predictions": [...]}');
  const { predictions, ...others } = body as { predictions?: unknown };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw wrong(unknown, `${unknown} is not a field of this request`);
  if (!Array.isArray(predictions)) throw wrong('predictions', 'predictions must be a list of candidates');
  if (predictions.length === 0) throw wrong('predictions', 'predictions must not be empty');
  if (predictions.length > limit) {
    const message = `predictions has ${predictions.length} rows; at most ${limit} are taken at a time`;
    throw new AppError('BATCH_TOO_LARGE', message, [{ field: 'predictions', message }]);
  }
  return predictions;
}
