import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiParam, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AppError, COLUMNS_MEDIA_TYPE, type CurveTableName } from '@exoplanet/contracts';
import type { Caller } from '../platform/auth/caller';
import { CurrentCaller } from '../platform/auth/current-caller.decorator';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { CurveColumnsDto, SpectrumColumnsDto } from './columns.dto';
import { checkLightCurve } from './light-curve-task';
import { sendColumns, type Wanted } from './send-columns';
import { TasksService } from './tasks.service';

const FORMS = `Lists in JSON, or, with \`Accept: ${COLUMNS_MEDIA_TYPE}\`, the binary form of docs/api.md, which a browser or numpy reads without parsing. 65,000 points are at most 1.5 MB in the binary form; compressed where the client accepts gzip.`;
const answer = (dto: typeof CurveColumnsDto | typeof SpectrumColumnsDto, description: string) => ({
  status: 200,
  description,
  content: {
    'application/json': { schema: { $ref: getSchemaPath(dto) } },
    [COLUMNS_MEDIA_TYPE]: { schema: { type: 'string', format: 'binary' } },
  },
});

@ApiTags('light curves')
@ApiExtraModels(CurveColumnsDto, SpectrumColumnsDto)
@ApiParam({ name: 'task_id', example: 'a3f0c9a5e8b7d4c21a9e0b1c2d3e4f5a6b7c' })
@Roles('read')
@Controller('tasks')
export class CurveController {
  constructor(private readonly tasks: TasksService) {}

  @Get(':task_id/curve')
  @ApiOperation({
    summary: 'The light curve of a task at full resolution',
    description: `Every point that was used, in time order: before and after detrending, so that it can be folded at any period. Points that the quality flags exclude and upward outliers are not in it. ${FORMS}`,
  })
  @ApiResponse(answer(CurveColumnsDto, 'The curve'))
  @ApiProblems('TASK_NOT_FOUND', 'NO_LIGHT_CURVE', 'CONFLICT', 'PAYLOAD_EXPIRED', 'REDIS_UNAVAILABLE')
  curve(
    @CurrentCaller() caller: Caller,
    @Param('task_id') id: string,
    @Headers() wanted: Wanted,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send('curve', caller, id, wanted, reply);
  }

  @Get(':task_id/spectrum')
  @ApiOperation({
    summary: 'The periodogram of a light-curve task at full resolution',
    description: `The signal-to-noise ratio of the best box at every trial period of the first search, periods rising. ${FORMS}`,
  })
  @ApiResponse(answer(SpectrumColumnsDto, 'The periodogram'))
  @ApiProblems('TASK_NOT_FOUND', 'NO_LIGHT_CURVE', 'NO_SPECTRUM', 'CONFLICT', 'PAYLOAD_EXPIRED', 'REDIS_UNAVAILABLE')
  spectrum(
    @CurrentCaller() caller: Caller,
    @Param('task_id') id: string,
    @Headers() wanted: Wanted,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send('spectrum', caller, id, wanted, reply);
  }

  private async send(
    name: CurveTableName,
    caller: Caller,
    id: string,
    wanted: Wanted,
    reply: FastifyReply,
  ): Promise<void> {
    const task = await this.tasks.findFor(caller, id);
    checkLightCurve(task);
    const table = await task.record.readAttachment(name);
    if (!table) throw new AppError(name === 'spectrum' ? 'NO_SPECTRUM' : 'PAYLOAD_EXPIRED');
    await sendColumns(reply, table, wanted);
  }
}
