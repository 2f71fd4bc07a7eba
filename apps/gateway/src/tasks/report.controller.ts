import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import { reportSvg } from '@exoplanet/light-curve';
import type { Caller } from '../platform/auth/caller';
import { CurrentCaller } from '../platform/auth/current-caller.decorator';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { analysisOf } from './light-curve-task';
import { reportPage } from './report-page';
import { TasksService } from './tasks.service';

/** Said once, whichever of the checks fails. */
const RANK = 'detection must be the rank of a detection: a whole number from 1 to 100';

class ReportQueryDto {
  @ApiPropertyOptional({
    type: Number,
    default: 1,
    minimum: 1,
    description: 'Rank of the detection, 1 for the strongest',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: RANK })
  @Min(1, { message: RANK })
  @Max(100, { message: RANK })
  detection = 1;
}

const noDetection = (rank: number, detections: number): string =>
  detections === 0
    ? 'The analysis found no transits that repeat, so there is no report'
    : `The analysis has ${detections === 1 ? 'one detection' : `${detections} detections`}; there is no detection ${rank}`;

@ApiTags('light curves')
@Roles('read')
@Controller('tasks')
export class ReportController {
  constructor(private readonly tasks: TasksService) {}

  @Get(':task_id/report.svg')
  @ApiOperation({
    summary: 'A one-page report of a detection, as an SVG image',
    description:
      'Shows the detrended curve, the periodogram, the folded views, the river plot, the fitted values and the vetting tests.',
  })
  @ApiParam({ name: 'task_id', example: 'a3f0c9a5e8b7d4c21a9e0b1c2d3e4f5a6b7c' })
  @ApiProduces('image/svg+xml')
  @ApiResponse({ status: 200, description: 'The page', content: { 'image/svg+xml': { schema: { type: 'string' } } } })
  @ApiProblems(
    'VALIDATION_FAILED',
    'TASK_NOT_FOUND',
    'NO_LIGHT_CURVE',
    'DETECTION_NOT_FOUND',
    'CONFLICT',
    'PAYLOAD_EXPIRED',
    'REDIS_UNAVAILABLE',
  )
  async report(
    @CurrentCaller() caller: Caller,
    @Param('task_id') id: string,
    @Query() { detection: rank }: ReportQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const task = await this.tasks.findFor(caller, id);
    const analysis = await analysisOf(task);
    const { detections } = analysis;
    const detection = detections.find((one) => one.rank === rank);
    if (!detection) throw new AppError('DETECTION_NOT_FOUND', noDetection(rank, detections.length));
    void reply.type('image/svg+xml; charset=utf-8').send(reportSvg(reportPage(analysis, detection)));
  }
}
