import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { ModelCard } from '@exoplanet/contracts';
import { Roles } from '../auth/roles.decorator';
import { ApiProblems } from '../http/problems.decorator';
import { ModelsService, type ServedModel } from './models.service';

class ServedModelDto implements ServedModel {
  @ApiProperty({ example: 'tabular' }) name!: string;
  @ApiProperty({ example: '1' }) version!: string;
  @ApiProperty({ description: 'SHA-256 of the model file' }) sha256!: string;
  @ApiProperty({ description: 'Whether it answers when a request names no model' }) default!: boolean;
  @ApiProperty({ type: [String], example: ['cpu'] }) providers!: string[];
  @ApiProperty({ description: 'Live workers that serve it' }) workers!: number;
}

class ModelsDto {
  @ApiProperty({ type: [ServedModelDto] }) models!: ServedModelDto[];
}

const CARD = {
  type: 'object',
  additionalProperties: true,
  description:
    'The card that the training run wrote: features with units, training data, cross-validated metrics, calibration, limits',
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
    description: 'Of the version in service, or of any version that a request can name.',
  })
  @ApiParam({ name: 'model', description: '`name` or `name@version`', example: 'tabular' })
  @ApiOkResponse({ schema: CARD })
  one(@Param('model') model: string): Promise<ModelCard> {
    return this.models.card(model);
  }
}
