import { Body, Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { AppError, type ControlFailure, MODEL_NAME } from '@exoplanet/contracts';
import { Roles } from '../auth/roles.decorator';
import { ApiProblems } from '../http/problems.decorator';
import { RequestId } from '../http/request-id.decorator';
import { ControlAnswersDto, ControlTargetDto, DeadlineQueryDto } from './control.dto';
import { ControlService } from './control.service';

/** How long replies are waited for when the request does not say [s]: loading a model takes its time. */
const PATIENT = 30;

class ModelNameParamsDto {
  @ApiProperty({ description: 'Name of the model, without a version', example: 'tabular' })
  @Matches(MODEL_NAME, { message: 'name must be the name of a model' })
  name!: string;
}

class ReloadQueryDto extends DeadlineQueryDto {
  @ApiPropertyOptional({
    description: 'Version to put in service, also an older one; the newest when left out',
    example: '1',
  })
  @IsOptional()
  @Matches(/^[0-9]{1,32}$/, { message: 'version must be the version of a model' })
  version?: string;
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
    summary: 'Put the newest version of a model in service, or one that is named',
    description:
      'Every worker loads the version from its own MODEL_PATH, then swaps; requests in progress end on the one before and none is lost. Where it cannot be loaded, the one before goes on serving and the reply of that worker has `ok: false` and says why; where no worker can, the answer is `RELOAD_FAILED` with all replies. SHADOW_MODEL is never put in service. A worker that starts takes the newest version again.',
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
    @Query() { timeout, version }: ReloadQueryDto,
    @RequestId() requestId: string,
  ): Promise<ControlAnswersDto> {
    const fields = { model: name, ...(version === undefined ? {} : { version }) };
    const answers = await this.control.ask('reload', {
      requestId,
      worker,
      deadline: (timeout ?? PATIENT) * 1000,
      fields,
    });
    if (answers.expected === 0) throw new AppError('NO_WORKERS');
    if (answers.replies.length > 0 && answers.replies.every(({ ok }) => !ok)) throw failureOf(answers);
    return answers;
  }
}

/** Why no worker that replied has swapped. */
function failureOf(answers: ControlAnswersDto): AppError {
  const reasons = answers.replies.map(({ worker, answer }) => ({ worker, ...(answer as ControlFailure) }));
  if (reasons.every(({ code }) => code === 'MODEL_NOT_FOUND'))
    return new AppError('MODEL_NOT_FOUND', reasons[0].message);
  const texts = [...new Set(reasons.map(({ message }) => message))];
  return new AppError('RELOAD_FAILED', texts.join('; '), undefined, { ...answers });
}
