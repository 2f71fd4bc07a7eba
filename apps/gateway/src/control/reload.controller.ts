import { AppError, type ControlFailure } from '@exoplanet/contracts';
import { Body, Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Roles } from '../auth/roles.decorator';
import { ApiProblems } from '../http/problems.decorator';
import { RequestId } from '../http/request-id.decorator';
import { ControlAnswersDto, ControlTargetDto, DeadlineQueryDto } from './control.dto';
import { ControlService } from './control.service';

/** How long replies are waited for when the request does not say [s]: loading a model takes its time. */
const PATIENT = 30;

class ModelNameParamsDto {
  @ApiProperty({ description: 'Name of the model, without a version', example: 'tabular' })
  @Matches(/^[a-z][a-z0-9_-]{0,63}$/, { message: 'name must be the name of a model' })
  name!: string;
}

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
    summary: 'Put the newest version of a model in service',
    description:
      'Every worker loads the newest version from its own MODEL_PATH, then swaps; requests in progress end on the old one and none is lost. Where the new one cannot be loaded, the old one goes on serving and the reply of that worker has `ok: false` and says why.',
  })
  @ApiProblems('VALIDATION_FAILED', 'MALFORMED_JSON', 'MODEL_NOT_FOUND', 'WORKER_NOT_FOUND', 'NO_WORKERS', 'REDIS_UNAVAILABLE')
  async reload(@Param() { name }: ModelNameParamsDto, @Body() { worker }: ControlTargetDto, @Query() { timeout }: DeadlineQueryDto, @RequestId() requestId: string): Promise<ControlAnswersDto> {
    const answers = await this.control.ask('reload', { requestId, worker, deadline: (timeout ?? PATIENT) * 1000, fields: { model: name } });
    if (answers.expected === 0) throw new AppError('NO_WORKERS');
    const unknown = answers.replies.filter(({ ok, answer }) => !ok && (answer as ControlFailure).code === 'MODEL_NOT_FOUND');
    if (unknown.length > 0 && unknown.length === answers.replies.length) throw new AppError('MODEL_NOT_FOUND', (unknown[0].answer as ControlFailure).message);
    return answers;
  }
}
