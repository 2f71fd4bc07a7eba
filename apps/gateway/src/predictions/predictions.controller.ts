import { Body, Controller, HttpCode, Post, Query, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiExtraModels, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { BatchResultDto, CandidateDto, type CandidateRow, TaskAcceptedDto, TaskDto } from '@exoplanet/contracts';
import { ModelsService } from '../models/models.service';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiSubmission } from '../submissions/api-submission.decorator';
import { optionsOf } from '../submissions/model-options.dto';
import { CurrentSubmission, type Submission } from '../submissions/submission.decorator';
import { SubmissionQueryDto } from '../submissions/submission-query.dto';
import { TaskResponder } from '../submissions/task-responder';
import { BatchPipe, type CheckedBatch, refusedRowsError } from './batch.pipe';
import { CandidatePipe } from './candidate.pipe';
import { BATCH_EXAMPLES, CANDIDATE_EXAMPLES } from './examples';
import { PredictBatchDto, PredictBatchQueryDto } from './predictions.dto';
import { PredictionsService } from './predictions.service';

@ApiTags('predictions')
@ApiExtraModels(TaskAcceptedDto, TaskDto, BatchResultDto)
@Roles('submit')
@Controller('predict')
export class PredictionsController {
  constructor(
    private readonly predictions: PredictionsService,
    private readonly responder: TaskResponder,
    private readonly models: ModelsService,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiSubmission()
  @ApiOperation({
    summary: 'Predict one candidate',
    description: 'Only `source` and one measured value are required; every further field improves the prediction.',
  })
  @ApiBody({ type: CandidateDto, examples: CANDIDATE_EXAMPLES })
  async predict(
    @CurrentSubmission() submission: Submission,
    @Body(CandidatePipe) candidate: CandidateRow,
    @Query() query: SubmissionQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (query.model) await this.models.require(query.model);
    const options = optionsOf(query);
    const task = await this.predictions.submit({ form: 'single', rows: [candidate], options, ...submission });
    await this.responder.answer(reply, task, submission);
  }

  @Post('batch')
  @RouteConfig({ largeJson: 'batch' })
  @HttpCode(202)
  @ApiSubmission('BATCH_TOO_LARGE')
  @ApiOperation({
    summary: 'Predict many candidates',
    description:
      'Results keep the order of the rows. One invalid row rejects the whole batch; with `partial=true` only that row is rejected.',
  })
  @ApiBody({ type: PredictBatchDto, examples: BATCH_EXAMPLES })
  async predictBatch(
    @CurrentSubmission() submission: Submission,
    @Body(BatchPipe) batch: CheckedBatch,
    @Query() query: PredictBatchQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (batch.refused.length > 0 && !query.partial) throw refusedRowsError(batch.refused);
    if (query.model) await this.models.require(query.model);
    const options = optionsOf(query);
    const task = await this.predictions.submit({ form: 'batch', ...batch, options, ...submission });
    await this.responder.answer(reply, task, submission);
  }
}
