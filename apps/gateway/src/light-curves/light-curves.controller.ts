import { Controller, HttpCode, Post, Query, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtraModels, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ModelsService } from '../models/models.service';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiBodies } from '../platform/openapi/request-bodies';
import { ApiSubmission } from '../submissions/api-submission.decorator';
import { optionsOf } from '../submissions/model-options.dto';
import { CurrentSubmission, type Submission } from '../submissions/submission.decorator';
import { SubmissionQueryDto } from '../submissions/submission-query.dto';
import { TaskResponder } from '../submissions/task-responder';
import { LightCurveDto, LightCurveFormDto } from './light-curve.dto';
import { LightCurveBody, LightCurvePipe, type LightCurveRequest } from './light-curve.pipe';
import { LightCurvesService } from './light-curves.service';

@ApiTags('light curves')
@ApiExtraModels(LightCurveDto, LightCurveFormDto)
@Roles('submit')
@Controller('light-curves')
export class LightCurvesController {
  constructor(
    private readonly lightCurves: LightCurvesService,
    private readonly responder: TaskResponder,
    private readonly models: ModelsService,
  ) {}

  @Post()
  @RouteConfig({ largeJson: 'columns' })
  @HttpCode(202)
  @ApiSubmission()
  @ApiOperation({
    summary: 'Find, vet and score the transits in a light curve',
    description:
      'Accepts Kepler, K2 or TESS FITS files or CSV files of one star as a multipart form, or arrays as JSON. Progress names the current stage, and a running search can be cancelled. `model`, `explain` and `uncertainty` may be given in the query or in the body; the body takes precedence.',
  })
  @ApiBodies({
    'multipart/form-data': { $ref: getSchemaPath(LightCurveFormDto) },
    'application/json': { $ref: getSchemaPath(LightCurveDto) },
  })
  async analyze(
    @CurrentSubmission() submission: Submission,
    @LightCurveBody(LightCurvePipe) body: LightCurveRequest,
    @Query() query: SubmissionQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const options = { ...optionsOf(query), ...body.options };
    if (options.model) await this.models.require(options.model);
    const task = await this.lightCurves.submit({ ...body, options }, submission);
    await this.responder.answer(reply, task, submission);
  }
}
