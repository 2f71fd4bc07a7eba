import { applyDecorators, Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { AppError, type CurveTableName } from '@exoplanet/contracts';
import type { Caller } from '../platform/auth/caller';
import { CurrentCaller } from '../platform/auth/current-caller.decorator';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import type { FoundTask } from './found-task';
import { analysisOf } from './light-curve-task';
import type { ReportFormat } from './report.thread';
import { ReportDrawer } from './report-drawer';
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

const TYPES: Record<ReportFormat, string> = {
  svg: 'image/svg+xml; charset=utf-8',
  pdf: 'application/pdf',
  png: 'image/png',
};

const ReportRoute = (format: ReportFormat, kind: string): MethodDecorator =>
  applyDecorators(
    Get(`:task_id/report.${format}`),
    ApiOperation({
      summary: `A one-page report of a detection, as ${kind}`,
      description:
        'Shows the detrended curve, the periodogram with harmonics, the folded transit with model and residuals, odd and even transits, the strongest other dip, the river plot, depth and time of each transit, the centroid, the fitted values, the star and the vetting tests. A plot that belongs to a failed test has a red frame. Where no transits repeat, the page shows the curve and each transit that was seen once. It is drawn from the full curve, or says by how much its points are thinned.',
    }),
    ApiParam({ name: 'task_id', example: 'a3f0c9a5e8b7d4c21a9e0b1c2d3e4f5a6b7c' }),
    ApiResponse({
      status: 200,
      description: 'The page',
      content: {
        [TYPES[format].split(';')[0]]: {
          schema: { type: 'string', ...(format === 'svg' ? {} : { format: 'binary' }) },
        },
      },
    }),
    ApiProblems(
      'VALIDATION_FAILED',
      'TASK_NOT_FOUND',
      'NO_LIGHT_CURVE',
      'DETECTION_NOT_FOUND',
      'CONFLICT',
      'PAYLOAD_EXPIRED',
      'OVERLOADED',
      'REDIS_UNAVAILABLE',
    ),
  );

@ApiTags('light curves')
@Roles('read')
@Controller('tasks')
export class ReportController {
  constructor(
    private readonly tasks: TasksService,
    private readonly drawer: ReportDrawer,
  ) {}

  @ReportRoute('svg', 'an SVG image')
  svg(
    @CurrentCaller() caller: Caller,
    @Param('task_id') id: string,
    @Query() query: ReportQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send('svg', caller, id, query, reply);
  }

  @ReportRoute('pdf', 'a PDF of one A4 page')
  pdf(
    @CurrentCaller() caller: Caller,
    @Param('task_id') id: string,
    @Query() query: ReportQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send('pdf', caller, id, query, reply);
  }

  @ReportRoute('png', 'a PNG image of 2000 by 2828 pixels')
  png(
    @CurrentCaller() caller: Caller,
    @Param('task_id') id: string,
    @Query() query: ReportQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send('png', caller, id, query, reply);
  }

  private async send(
    format: ReportFormat,
    caller: Caller,
    id: string,
    { detection: rank }: ReportQueryDto,
    reply: FastifyReply,
  ): Promise<void> {
    const task = await this.tasks.findFor(caller, id);
    const analysis = await analysisOf(task);
    const { detections } = analysis;
    const isFirstOfNone = detections.length === 0 && rank === 1;
    if (!isFirstOfNone && !detections.some((one) => one.rank === rank))
      throw new AppError('DETECTION_NOT_FOUND', noDetection(rank, detections.length));
    if (this.drawer.isFull) throw new AppError('OVERLOADED', 'Too many report pages are being drawn');
    const [curve, spectrum] = await Promise.all([kept(task, 'curve'), kept(task, 'spectrum')]);
    const page = await this.drawer.draw({
      format,
      analysis,
      rank,
      ...(curve && { curve }),
      ...(spectrum && { spectrum }),
    });
    void reply.type(TYPES[format]).send(page);
  }
}

/** A table of the task; without it the page shows the thinned curve of the result. */
async function kept({ record }: FoundTask, name: CurveTableName): Promise<Buffer | undefined> {
  try {
    return await record.readAttachment(name);
  } catch (error) {
    if ((error as { code?: string }).code === 'PAYLOAD_EXPIRED') return undefined;
    throw error;
  }
}

const noDetection = (rank: number, detections: number): string =>
  detections === 0
    ? 'The analysis found no transits that repeat; its report is the page without `detection`'
    : `The analysis has ${detections === 1 ? 'one detection' : `${detections} detections`}; there is no detection ${rank}`;
