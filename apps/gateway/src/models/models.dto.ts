import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { MODEL_NAME } from '@exoplanet/contracts';
import { DeadlineQueryDto } from '../control/control.dto';
import type { ServedModel } from './served-models';

export class ServedModelDto implements ServedModel {
  @ApiProperty({ example: 'tabular' }) name!: string;
  @ApiProperty({ example: '1' }) version!: string;
  @ApiProperty({ description: 'SHA-256 of the model file' }) sha256!: string;
  @ApiProperty({ description: 'Whether it answers requests that name no model' }) default!: boolean;
  @ApiProperty({ type: [String], example: ['cpu'] }) providers!: string[];
  @ApiProperty({ description: 'Number of live workers that serve it' }) workers!: number;
}

export class ModelsDto {
  @ApiProperty({ type: [ServedModelDto] }) models!: ServedModelDto[];
}

export class ModelNameParamsDto {
  @ApiProperty({ description: 'Name of the model, without a version', example: 'tabular' })
  @Matches(MODEL_NAME, { message: 'name must be the name of a model' })
  name!: string;
}

export class ReloadQueryDto extends DeadlineQueryDto {
  @ApiPropertyOptional({
    description: 'Version to put in service, which may be an older one; the newest by default',
    example: '1',
  })
  @IsOptional()
  @Matches(/^[0-9]{1,32}$/, { message: 'version must be the version of a model' })
  version?: string;
}
