import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { ModelCard } from '@exoplanet/contracts';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { ModelsDto } from './models.dto';
import { ModelsService } from './models.service';

const CARD = {
  type: 'object',
  additionalProperties: true,
  description:
    'The card written by the training run: features with units, training data, cross-validated metrics, calibration, limits',
} as const;

@ApiTags('models')
@ApiProblems('NO_WORKERS', 'MODEL_NOT_FOUND', 'REDIS_UNAVAILABLE')
@Roles('read')
@Controller()
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Get('models')
  @ApiOperation({ summary: 'The models that the live workers serve' })
  @ApiOkResponse({ type: ModelsDto })
  async list(): Promise<ModelsDto> {
    return { models: await this.models.list() };
  }

  @Get('model/info')
  @ApiOperation({ summary: 'Card of the default model' })
  @ApiOkResponse({ schema: CARD })
  info(): Promise<ModelCard> {
    return this.models.card();
  }

  @Get('models/:model')
  @ApiOperation({
    summary: 'Card of a model',
    description: 'Returns the card of the version in service, or of any available version.',
  })
  @ApiParam({ name: 'model', description: '`name` or `name@version`', example: 'tabular' })
  @ApiOkResponse({ schema: CARD })
  one(@Param('model') model: string): Promise<ModelCard> {
    return this.models.card(model);
  }
}
