import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/roles.decorator';
import { ApiProblems } from '../http/problems.decorator';
import { RequestId } from '../http/request-id.decorator';
import { ControlAnswersDto, ControlTargetDto, DeadlineQueryDto, InspectParamsDto } from './control.dto';
import { ControlService } from './control.service';

/** How long replies are waited for when the request does not say [s]. */
const PROMPT = 2;
/** The same, where the worker has work to do first [s]. */
const PATIENT = 30;

const milliseconds = (given: number | undefined, standard: number): number => (given ?? standard) * 1000;

/** Asks the workers about themselves, and tells them what to do. */
@ApiTags('workers')
@ApiOkResponse({ type: ControlAnswersDto })
@Controller('workers')
export class ControlController {
  constructor(private readonly control: ControlService) {}

  @Get('inspect/:what')
  @Roles('read', 'operate')
  @ApiOperation({
    summary: 'Ask every worker',
    description: `One reply from each live worker; waits ${PROMPT} s at most, or \`timeout\`.`,
  })
  @ApiProblems('VALIDATION_FAILED', 'REDIS_UNAVAILABLE')
  inspect(
    @Param() { what }: InspectParamsDto,
    @Query() { timeout }: DeadlineQueryDto,
    @RequestId() requestId: string,
  ): Promise<ControlAnswersDto> {
    return this.control.ask('inspect', { requestId, deadline: milliseconds(timeout, PROMPT), fields: { what } });
  }

  @Post('pause')
  @Roles('operate')
  @HttpCode(200)
  @ApiBody({ type: ControlTargetDto, required: false })
  @ApiOperation({
    summary: 'Take no new commands',
    description:
      'Commands that run go on, new ones wait for a worker that is not paused. Lasts until `resume` or a restart.',
  })
  @ApiProblems('VALIDATION_FAILED', 'MALFORMED_JSON', 'WORKER_NOT_FOUND', 'REDIS_UNAVAILABLE')
  pause(
    @Body() { worker }: ControlTargetDto,
    @Query() { timeout }: DeadlineQueryDto,
    @RequestId() requestId: string,
  ): Promise<ControlAnswersDto> {
    return this.control.ask('pause', { requestId, worker, deadline: milliseconds(timeout, PROMPT) });
  }

  @Post('resume')
  @Roles('operate')
  @HttpCode(200)
  @ApiBody({ type: ControlTargetDto, required: false })
  @ApiOperation({ summary: 'Take commands again' })
  @ApiProblems('VALIDATION_FAILED', 'MALFORMED_JSON', 'WORKER_NOT_FOUND', 'REDIS_UNAVAILABLE')
  resume(
    @Body() { worker }: ControlTargetDto,
    @Query() { timeout }: DeadlineQueryDto,
    @RequestId() requestId: string,
  ): Promise<ControlAnswersDto> {
    return this.control.ask('resume', { requestId, worker, deadline: milliseconds(timeout, PROMPT) });
  }

  @Post('drain')
  @Roles('operate')
  @HttpCode(200)
  @ApiBody({ type: ControlTargetDto, required: false })
  @ApiOperation({
    summary: 'Take no new commands and finish those that run',
    description: `Each worker replies once nothing runs on it any more, and stays alive and paused. Waits ${PATIENT} s at most, or \`timeout\`: a worker in \`missing\` goes on draining.`,
  })
  @ApiProblems('VALIDATION_FAILED', 'MALFORMED_JSON', 'WORKER_NOT_FOUND', 'REDIS_UNAVAILABLE')
  drain(
    @Body() { worker }: ControlTargetDto,
    @Query() { timeout }: DeadlineQueryDto,
    @RequestId() requestId: string,
  ): Promise<ControlAnswersDto> {
    return this.control.ask('drain', { requestId, worker, deadline: milliseconds(timeout, PATIENT) });
  }
}
