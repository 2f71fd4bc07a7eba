import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { type AnalysisDto, AppError } from '@exoplanet/contracts';
import { reportSvg } from '@exoplanet/light-curve';
import type { Caller } from '../platform/auth/caller';
import { CurrentCaller } from '../platform/auth/current-caller.decorator';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { statusOf } from './found-task';
import { reportPage } from './report-page';
import { TasksService } from './tasks.service';

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
    summary: 'A one-page report of a detection, as an SVG image',
    description:
      'Shows the detrended curve, the periodogram, the folded views, the river plot, the fitted values and the vetting tests.',
  })
  @ApiParam({ name: 'task_id', example: 'a3f0c9a5e8b7d4c21a9e0b1c2d3e4f5a6b7c' })
  @ApiProduces('image/svg+xml')
  @ApiResponse({ status: 200, description: 'The page', content: { 'image/svg+xml': { schema: { type: 'string' } } } })
  @ApiProblems('TASK_NOT_FOUND', 'CONFLICT', 'REDIS_UNAVAILABLE')
  async report(
    @CurrentCaller() caller: Caller,
    @Param('task_id') id: string,
    @Query() { detection: rank }: ReportQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const task = await this.tasks.findFor(caller, id);
    if (task.spec.form !== 'light_curve') throw new AppError('CONFLICT', 'Only light-curve tasks have a report');
    if (statusOf(task) !== 'completed')
      throw new AppError('CONFLICT', `The task is ${statusOf(task)}; the report exists once it is completed`);
    const analysis = (await task.record.readResult()) as AnalysisDto;
    const detection = analysis.detections.find((one) => one.rank === rank);
    if (!detection)
      throw new AppError('CONFLICT', `The task has ${analysis.detections.length} detections; there is no ${rank}`);
    void reply.type('image/svg+xml; charset=utf-8').send(reportSvg(reportPage(analysis, detection)));
  }
}
