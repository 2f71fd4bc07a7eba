import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { type AnalysisDto, AppError } from '@exoplanet/contracts';
import { reportSvg } from '@exoplanet/light-curve';
import type { Caller } from '../auth/caller';
import { FromCaller } from '../auth/caller.decorator';
import { Roles } from '../auth/roles.decorator';
import { ApiProblems } from '../http/problems.decorator';
import { statusOf, TasksService } from '../tasks/tasks.service';
import { reportPage } from './report-page';

class ReportQueryDto {
  @ApiPropertyOptional({
    type: Number,
    default: 1,
    minimum: 1,
    description: 'Rank of the detection, 1 for the strongest',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  detection = 1;
}

@ApiTags('light curves')
@Roles('read')
@Controller('tasks')
export class ReportController {
  constructor(private readonly tasks: TasksService) {}

  @Get(':task_id/report.svg')
  @ApiOperation({
    summary: 'One page per detection, like a validation report',
    description: 'The detrended curve, the periodogram, the folded views, the river image, the numbers and the tests.',
  })
  @ApiParam({ name: 'task_id', example: 'a3f0c9a5e8b7d4c21a9e0b1c2d3e4f5a6b7c' })
  @ApiProduces('image/svg+xml')
  @ApiResponse({ status: 200, description: 'The page', content: { 'image/svg+xml': { schema: { type: 'string' } } } })
  @ApiProblems('TASK_NOT_FOUND', 'CONFLICT', 'REDIS_UNAVAILABLE')
  async report(
    @FromCaller() caller: Caller,
    @Param('task_id') id: string,
    @Query() { detection: rank }: ReportQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const task = await this.tasks.findFor(caller, id);
    if (task.spec.form !== 'light_curve') throw new AppError('CONFLICT', 'Only the task of a light curve has a report');
    if (statusOf(task) !== 'completed')
      throw new AppError('CONFLICT', `The task is ${statusOf(task)}: only a completed one has a report`);
    const analysis = (await task.record.readResult()) as AnalysisDto;
    const detection = analysis.detections.find((one) => one.rank === rank);
    if (!detection)
      throw new AppError(
        'CONFLICT',
        `The task has ${analysis.detections.length} detections, there is no number ${rank}`,
      );
    void reply.type('image/svg+xml; charset=utf-8').send(reportSvg(reportPage(analysis, detection)));
  }
}
