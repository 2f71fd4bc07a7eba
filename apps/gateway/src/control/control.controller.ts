import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { RequestId } from '../platform/http/request-id.decorator';
import { ControlAnswersDto, ControlTargetDto, DeadlineQueryDto, InspectParamsDto } from './control.dto';
import { ControlService } from './control.service';

/** How long to wait for replies when the request does not say [s]. */
const DEFAULT_DEADLINE = 2;
/** The same for drain, where a worker first finishes its work [s]. */
const DRAIN_DEADLINE = 30;

/** Inspects the workers and controls them. */
@ApiTags('workers')
@Controller('workers')
export class ControlController {
  constructor(private readonly control: ControlService) {}

  @Get('inspect/:what')
  @Roles('read', 'operate')
  @ApiOkResponse({ type: ControlAnswersDto })
  @ApiOperation({
    summary: 'Inspect every worker',
    description: `Returns one reply from each live worker. Waits at most ${DEFAULT_DEADLINE} s, or \`timeout\`.`,
  })
  @ApiProblems('VALIDATION_FAILED', 'REDIS_UNAVAILABLE')
  inspect(
    @Param() { what }: InspectParamsDto,
    @Query() { timeout = DEFAULT_DEADLINE }: DeadlineQueryDto,
    @RequestId() requestId: string,
  ): Promise<ControlAnswersDto> {
    return this.control.ask('inspect', { requestId, deadline: timeout * 1000, fields: { what } });
  }

  @Post('pause')
  @Roles('operate')
  @HttpCode(200)
  @ApiBody({ type: ControlTargetDto, required: false })
  @ApiOkResponse({ type: ControlAnswersDto })
  @ApiOperation({
    summary: 'Stop taking new commands',
    description:
      'Running commands continue; new ones wait for a worker that is not paused. Lasts until `resume` or a restart.',
  })
  @ApiProblems('VALIDATION_FAILED', 'MALFORMED_JSON', 'WORKER_NOT_FOUND', 'REDIS_UNAVAILABLE')
  pause(
    @Body() { worker }: ControlTargetDto,
    @Query() { timeout = DEFAULT_DEADLINE }: DeadlineQueryDto,
    @RequestId() requestId: string,
  ): Promise<ControlAnswersDto> {
    return this.control.ask('pause', { requestId, worker, deadline: timeout * 1000 });
  }

  @Post('resume')
  @Roles('operate')
  @HttpCode(200)
  @ApiBody({ type: ControlTargetDto, required: false })
  @ApiOkResponse({ type: ControlAnswersDto })
  @ApiOperation({ summary: 'Take new commands again' })
  @ApiProblems('VALIDATION_FAILED', 'MALFORMED_JSON', 'WORKER_NOT_FOUND', 'REDIS_UNAVAILABLE')
  resume(
    @Body() { worker }: ControlTargetDto,
    @Query() { timeout = DEFAULT_DEADLINE }: DeadlineQueryDto,
    @RequestId() requestId: string,
  ): Promise<ControlAnswersDto> {
    return this.control.ask('resume', { requestId, worker, deadline: timeout * 1000 });
  }

  @Post('drain')
  @Roles('operate')
  @HttpCode(200)
  @ApiBody({ type: ControlTargetDto, required: false })
  @ApiOkResponse({ type: ControlAnswersDto })
  @ApiOperation({
    summary: 'Stop taking new commands and finish the running ones',
    description: `Each worker replies once it has no running commands, then stays alive and paused. Waits at most ${DRAIN_DEADLINE} s, or \`timeout\`; a worker listed in \`missing\` continues to drain.`,
  })
  @ApiProblems('VALIDATION_FAILED', 'MALFORMED_JSON', 'WORKER_NOT_FOUND', 'REDIS_UNAVAILABLE')
  drain(
    @Body() { worker }: ControlTargetDto,
    @Query() { timeout = DRAIN_DEADLINE }: DeadlineQueryDto,
    @RequestId() requestId: string,
  ): Promise<ControlAnswersDto> {
    return this.control.ask('drain', { requestId, worker, deadline: timeout * 1000 });
  }
}
