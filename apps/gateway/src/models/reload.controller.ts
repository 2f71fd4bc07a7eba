import { Body, Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AppError, type ControlFailure } from '@exoplanet/contracts';
import { ControlAnswersDto, ControlTargetDto } from '../control/control.dto';
import { ControlService } from '../control/control.service';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { RequestId } from '../platform/http/request-id.decorator';
import { ModelNameParamsDto, ReloadQueryDto } from './models.dto';

/** How long to wait for replies when the request does not say [s]. Loading a model takes seconds. */
const DEFAULT_DEADLINE = 30;

@ApiTags('models')
@Controller('models')
export class ReloadController {
  constructor(private readonly control: ControlService) {}

  @Post(':name/reload')
  @Roles('operate')
  @HttpCode(200)
  @ApiBody({ type: ControlTargetDto, required: false })
  @ApiOkResponse({ type: ControlAnswersDto })
  @ApiOperation({
    summary: 'Put the newest version of a model, or a named one, in service',
    description:
      'Every worker loads the version from its own MODEL_PATH and then swaps; requests in progress finish on the previous version, and none is lost. A worker that cannot load the version keeps serving the previous one and replies with `ok: false` and the reason. If every worker replied and none could load it, the answer is `RELOAD_FAILED` with all replies; a worker listed in `missing` may still load it and swap. SHADOW_MODEL is never put in service. A worker that restarts serves the newest version again.',
  })
  @ApiProblems(
    'VALIDATION_FAILED',
    'MALFORMED_JSON',
    'MODEL_NOT_FOUND',
    'RELOAD_FAILED',
    'WORKER_NOT_FOUND',
    'NO_WORKERS',
    'REDIS_UNAVAILABLE',
  )
  async reload(
    @Param() { name }: ModelNameParamsDto,
    @Body() { worker }: ControlTargetDto,
    @Query() { timeout = DEFAULT_DEADLINE, version }: ReloadQueryDto,
    @RequestId() requestId: string,
  ): Promise<ControlAnswersDto> {
    const fields = { model: name, ...(version === undefined ? {} : { version }) };
    const answers = await this.control.ask('reload', { requestId, worker, deadline: timeout * 1000, fields });
    if (answers.expected === 0) throw new AppError('NO_WORKERS');
    if (answers.missing.length === 0 && answers.replies.every(({ ok }) => !ok)) throw reloadError(answers);
    return answers;
  }
}

/** Why no worker has swapped. */
function reloadError(answers: ControlAnswersDto): AppError {
  const reasons = answers.replies.map(({ worker, answer }) => ({ worker, ...(answer as ControlFailure) }));
  if (reasons.every(({ code }) => code === 'MODEL_NOT_FOUND'))
    return new AppError('MODEL_NOT_FOUND', reasons[0].message);
  const texts = [...new Set(reasons.map(({ message }) => message))];
  return new AppError('RELOAD_FAILED', texts.join('; '), undefined, { ...answers });
}
