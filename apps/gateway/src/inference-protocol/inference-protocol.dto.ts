import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { MODEL_NAME, MODEL_VERSION } from '@exoplanet/contracts';
import type { OutputTensor } from './output-tensors';

export class ServedModelParamsDto {
  @ApiProperty({ description: 'Name of the model', example: 'tabular' })
  @Matches(MODEL_NAME, { message: 'name must be the name of a model' })
  name!: string;
}

export class ModelVersionParamsDto extends ServedModelParamsDto {
  @ApiProperty({ description: 'Version of the model', example: '1' })
  @Matches(MODEL_VERSION, { message: 'version must be the version of a model' })
  version!: string;
}

export class LiveDto {
  @ApiProperty() live!: boolean;
}

export class ReadyDto {
  @ApiProperty() ready!: boolean;
}

export class ModelReadyDto extends ReadyDto {
  @ApiProperty({ example: 'tabular' }) name!: string;
}

export class ServerMetadataDto {
  @ApiProperty({ example: 'exoplanet' }) name!: string;
  @ApiProperty({ example: '0.1.0' }) version!: string;
  @ApiProperty({ type: [String], example: ['binary_tensor_data'] }) extensions!: string[];
}

export class TensorMetadataDto {
  @ApiProperty({ example: 'row' }) name!: string;
  @ApiProperty({ example: 'FP32' }) datatype!: string;
  @ApiProperty({ type: [Number], description: '-1 for any number of rows', example: [-1, 62] }) shape!: number[];
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'For the input, `features`: the order of its columns. For an output, `description`',
  })
  parameters?: Record<string, unknown>;
}

export class ModelMetadataDto {
  @ApiProperty({ example: 'tabular' }) name!: string;
  @ApiProperty({
    type: [String],
    description: 'Available versions, newest first; metadata without a version describes the one in service',
    example: ['2', '1'],
  })
  versions!: string[];
  @ApiProperty({ example: 'onnxruntime_onnx' }) platform!: string;
  @ApiProperty({ type: [TensorMetadataDto] }) inputs!: TensorMetadataDto[];
  @ApiProperty({ type: [TensorMetadataDto] }) outputs!: TensorMetadataDto[];
}

const PARAMETERS = { type: 'object', additionalProperties: true } as const;

export class InputTensorDto {
  @ApiProperty({ enum: ['row'] }) name!: string;
  @ApiProperty({ enum: ['FP32', 'FP64'] }) datatype!: string;
  @ApiProperty({ type: [Number], description: '[rows, features]', example: [1, 62] }) shape!: number[];
  @ApiProperty({
    type: 'array',
    items: {
      oneOf: [
        { type: 'number', nullable: true },
        { type: 'array', items: { type: 'number', nullable: true } },
      ],
    },
    description:
      'Row by row, flat or nested, in the order of the features. JSON has no NaN: null stands for an unknown value. `source` is 0 for KEPLER, 1 for TESS, 2 for K2',
  })
  data!: (number | null)[] | (number | null)[][];
  @ApiPropertyOptional({ ...PARAMETERS, description: '`binary_data_size` where the tensor follows the JSON as bytes' })
  parameters?: Record<string, unknown>;
}

class RequestedOutputDto {
  @ApiProperty({ example: 'probability' }) name!: string;
  @ApiPropertyOptional({ ...PARAMETERS, description: '`binary_data`: whether the output follows the JSON as bytes' })
  parameters?: Record<string, unknown>;
}

/** For the documentation: the tensor is validated while it is read. */
export class InferRequestDto {
  @ApiPropertyOptional({ description: 'Returned in the answer' }) id?: string;
  @ApiPropertyOptional({ description: 'The name of the model in the path, if it is sent once more' })
  model_name?: string;
  @ApiProperty({ type: [InputTensorDto] }) inputs!: InputTensorDto[];
  @ApiPropertyOptional({ type: [RequestedOutputDto], description: 'The requested outputs; all by default' })
  outputs?: RequestedOutputDto[];
  @ApiPropertyOptional({ ...PARAMETERS, description: '`binary_data_output`: whether all outputs follow as bytes' })
  parameters?: Record<string, unknown>;
}

export class OutputTensorDto {
  @ApiProperty({ example: 'probability' }) name!: string;
  @ApiProperty({ enum: ['FP64', 'FP32', 'BOOL', 'BYTES'] }) datatype!: OutputTensor['datatype'];
  @ApiProperty({ type: [Number], example: [1] }) shape!: number[];
  @ApiProperty({ type: 'array', items: {}, example: [0.912345] }) data!: (number | boolean | string)[];
}

export class InferAnswerDto {
  @ApiProperty({ example: 'tabular' }) model_name!: string;
  @ApiProperty({ example: '1' }) model_version!: string;
  @ApiPropertyOptional() id?: string;
  @ApiProperty({ type: [OutputTensorDto] }) outputs!: OutputTensorDto[];
}
