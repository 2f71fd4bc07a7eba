import { applyDecorators, Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type ModelCard, parseModelId, PREDICT } from '@exoplanet/contracts';
import { JobsClient } from '@exoplanet/job-transport';
import { VERSION } from '@exoplanet/platform';
import { ModelsService } from '../models/models.service';
import type { Caller } from '../platform/auth/caller';
import { CurrentCaller } from '../platform/auth/current-caller.decorator';
import { Open, Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { Shutdown } from '../platform/lifecycle/shutdown';
import { ApiBodies } from '../platform/openapi/request-bodies';
import { binaryBody, HEADER_LENGTH } from './binary-tensors';
import { INPUT } from './infer-request';
import { InferenceService } from './inference.service';
import {
  InferAnswerDto,
  InferRequestDto,
  LiveDto,
  ModelMetadataDto,
  ModelReadyDto,
  ModelVersionParamsDto,
  ReadyDto,
  ServedModelParamsDto,
  ServerMetadataDto,
} from './inference-protocol.dto';
import { OUTPUTS } from './output-tensors';

/** JSON with tensors behind it: the binary tensor data extension. */
const BINARY = { type: 'string', format: 'binary' };

/** An inference route. Its two variants differ only in whether the path names a version. */
const InferRoute = (): MethodDecorator =>
  applyDecorators(
    RouteConfig({ largeJson: 'columns' }),
    Roles('submit'),
    HttpCode(200),
    ApiOperation({
      summary: 'Run inference (Open Inference Protocol)',
      description:
        'Takes rows of features in the order of the model, with null for unknown values; `source` is 0 for KEPLER, 1 for TESS, 2 for K2. The request runs as a regular task and waits for its result. Tensors are JSON, or bytes after the JSON (binary tensor data extension), where NaN stands for an unknown value.',
    }),
    ApiExtraModels(InferRequestDto, InferAnswerDto),
    ApiBodies({ 'application/json': { $ref: getSchemaPath(InferRequestDto) }, 'application/octet-stream': BINARY }),
    ApiOkResponse({
      content: {
        'application/json': { schema: { $ref: getSchemaPath(InferAnswerDto) } },
        'application/octet-stream': { schema: BINARY },
      },
    }),
    ApiProblems(
      'VALIDATION_FAILED',
      'MALFORMED_JSON',
      'MODEL_NOT_FOUND',
      'BATCH_TOO_LARGE',
      'CANCELLED',
      'INFERENCE_FAILED',
      'NO_WORKERS',
      'REDIS_UNAVAILABLE',
      'TASK_TIMEOUT',
    ),
  );

/** The models over the Open Inference Protocol v2 (REST), for KServe and Triton clients. */
@ApiTags('open inference protocol')
@Controller('v2')
export class InferenceProtocolController {
  constructor(
    private readonly models: ModelsService,
    private readonly inference: InferenceService,
    private readonly jobs: JobsClient,
    private readonly shutdown: Shutdown,
  ) {}

  @Get()
  @Open()
  @ApiOperation({ summary: 'Metadata of the server' })
  @ApiOkResponse({ type: ServerMetadataDto })
  server(): ServerMetadataDto {
    return { name: 'exoplanet', version: VERSION, extensions: ['binary_tensor_data'] };
  }

  @Get('health/live')
  @Open()
  @ApiOperation({ summary: 'Whether the server is alive' })
  @ApiOkResponse({ type: LiveDto })
  live(): LiveDto {
    return { live: true };
  }

  @Get('health/ready')
  @Open()
  @ApiOperation({ summary: 'Whether inference requests can be answered: Redis is up and a worker serves a model' })
  @ApiResponse({ status: 200, description: 'Ready', type: ReadyDto })
  @ApiResponse({ status: 503, description: 'Not ready', type: ReadyDto })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyDto> {
    const served = await Promise.all([this.models.list(), this.jobs.depth(PREDICT)]).then(
      ([models]) => models.length > 0 && !this.shutdown.isStopping,
      () => false,
    );
    if (!served) void reply.status(503);
    return { ready: served };
  }

  @Get('models/:name')
  @Roles('read')
  @ApiOperation({ summary: 'Metadata of a model: its outputs, and its input with the order of the features' })
  @ApiOkResponse({ type: ModelMetadataDto })
  @ApiProblems('VALIDATION_FAILED', 'MODEL_NOT_FOUND', 'NO_WORKERS', 'REDIS_UNAVAILABLE')
  model(@Param() { name }: ServedModelParamsDto): Promise<ModelMetadataDto> {
    return this.describe(name);
  }

  @Get('models/:name/versions/:version')
  @Roles('read')
  @ApiOperation({ summary: 'Metadata of a version of a model' })
  @ApiOkResponse({ type: ModelMetadataDto })
  @ApiProblems('VALIDATION_FAILED', 'MODEL_NOT_FOUND', 'NO_WORKERS', 'REDIS_UNAVAILABLE')
  version(@Param() { name, version }: ModelVersionParamsDto): Promise<ModelMetadataDto> {
    return this.describe(`${name}@${version}`);
  }

  @Get('models/:name/ready')
  @Roles('read')
  @ApiOperation({ summary: 'Whether a worker serves a model' })
  @ApiOkResponse({ type: ModelReadyDto })
  @ApiProblems('VALIDATION_FAILED', 'MODEL_NOT_FOUND', 'NO_WORKERS', 'REDIS_UNAVAILABLE')
  async modelReady(@Param() { name }: ServedModelParamsDto): Promise<ModelReadyDto> {
    await this.models.card(name);
    return { name, ready: true };
  }

  @Get('models/:name/versions/:version/ready')
  @Roles('read')
  @ApiOperation({
    summary:
      'Whether a worker has a version of a model; a version that is not loaded yet is validated on its first request',
  })
  @ApiOkResponse({ type: ModelReadyDto })
  @ApiProblems('VALIDATION_FAILED', 'MODEL_NOT_FOUND', 'NO_WORKERS', 'REDIS_UNAVAILABLE')
  async versionReady(@Param() { name, version }: ModelVersionParamsDto): Promise<ModelReadyDto> {
    await this.models.card(`${name}@${version}`);
    return { name, ready: true };
  }

  @Post('models/:name/infer')
  @InferRoute()
  infer(
    @CurrentCaller() caller: Caller,
    @Param() { name }: ServedModelParamsDto,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InferAnswerDto | Buffer> {
    return this.inferFor(name, body, caller, reply);
  }

  @Post('models/:name/versions/:version/infer')
  @InferRoute()
  inferVersion(
    @CurrentCaller() caller: Caller,
    @Param() { name, version }: ModelVersionParamsDto,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InferAnswerDto | Buffer> {
    return this.inferFor(`${name}@${version}`, body, caller, reply);
  }

  private async inferFor(
    model: string,
    body: unknown,
    caller: Caller,
    reply: FastifyReply,
  ): Promise<InferAnswerDto | Buffer> {
    const { answer, isBinary } = await this.inference.infer(model, body, caller, reply.request.id);
    if (!answer.outputs.some(({ name }) => isBinary(name))) return answer;
    const binary = binaryBody(answer, isBinary);
    void reply.header(HEADER_LENGTH, binary.headerLength).type('application/octet-stream');
    return binary.body;
  }

  private async describe(model: string): Promise<ModelMetadataDto> {
    const [card, versions] = await Promise.all([
      this.models.card(model),
      this.models.versions(parseModelId(model).name),
    ]);
    return metadataOf(card, versions);
  }
}

function metadataOf({ name, features }: ModelCard, versions: string[]): ModelMetadataDto {
  return {
    name,
    versions,
    platform: 'onnxruntime_onnx',
    inputs: [
      {
        name: INPUT,
        datatype: 'FP32',
        shape: [-1, features.length],
        parameters: { features: features.map((feature) => feature.name) },
      },
    ],
    outputs: OUTPUTS.map(({ name: output, datatype, description }) => ({
      name: output,
      datatype,
      shape: [-1],
      parameters: { description },
    })),
  };
}
