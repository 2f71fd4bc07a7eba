import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import {
  CatalogAcceptedDto,
  CatalogDto,
  CatalogListDto,
  type CatalogSpec,
  DTO_CHECK,
  fieldErrors,
} from '@exoplanet/contracts';
import { EnvDto } from '@exoplanet/platform';
import { ModelsService } from '../models/models.service';
import type { Caller } from '../platform/auth/caller';
import { CurrentCaller } from '../platform/auth/current-caller.decorator';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { RequestId } from '../platform/http/request-id.decorator';
import { validationError } from '../platform/http/validation-error';
import { ApiBodies } from '../platform/openapi/request-bodies';
import { IDEMPOTENCY_KEY_SCHEMA } from '../submissions/idempotency-key';
import { CurrentSubmission, type Submission } from '../submissions/submission.decorator';
import { CatalogStates } from './catalog-state';
import { readUpload } from './catalog-upload';
import { CatalogFormDto, CatalogOptionsDto, CatalogSettingsDto, DetectQueryDto } from './catalogs.dto';
import { CatalogsService } from './catalogs.service';
import { detect } from './detect';
import { GatewayCatalogs } from './gateway-catalogs';

const FILE = { type: 'string', format: 'binary' };
/** A table: the body itself, or a field of a form. */
const TABLE_BODIES = {
  'text/csv': FILE,
  'application/octet-stream': FILE,
  'multipart/form-data': { $ref: getSchemaPath(CatalogFormDto) },
};

@ApiTags('catalogues')
@ApiExtraModels(CatalogFormDto)
@ApiProblems('STORE_UNAVAILABLE')
@Controller('catalogs')
export class CatalogsController {
  constructor(
    private readonly catalogs: CatalogsService,
    private readonly states: CatalogStates,
    private readonly store: GatewayCatalogs,
    private readonly models: ModelsService,
    private readonly env: EnvDto,
  ) {}

  @Post()
  @Roles('submit')
  @RouteConfig({ streamedBody: true })
  @HttpCode(202)
  @ApiOperation({
    summary: 'Upload a table of candidates',
    description:
      'The table is streamed to the store, then read, scored, ranked and explained by the workers. Send it as the body, or as the field `file` of a form together with `mapping`.',
  })
  @ApiBodies(TABLE_BODIES)
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    schema: IDEMPOTENCY_KEY_SCHEMA,
    description: 'A repeated request with the same key and the same table returns the first catalogue',
  })
  @ApiResponse({ status: 202, type: CatalogAcceptedDto, description: 'The table is stored and will be read' })
  @ApiProblems(
    'VALIDATION_FAILED',
    'MODEL_NOT_FOUND',
    'REQUEST_TOO_LARGE',
    'IDEMPOTENCY_KEY_REUSED',
    'REDIS_UNAVAILABLE',
    'OVERLOADED',
  )
  async create(
    @Req() request: FastifyRequest,
    @CurrentSubmission() submission: Submission,
    @Query() query: CatalogOptionsDto,
  ): Promise<CatalogAcceptedDto> {
    if (query.model) await this.models.require(query.model);
    this.catalogs.announceTable();
    const ids = await this.catalogs.idsFor(submission);
    return this.catalogs.withUpload(ids, async (store) => {
      const { stored, fields } = await readUpload(request, this.env.MAX_CATALOG_SIZE, store);
      const { mapping, ...texts } = fields;
      // A property of the query that was not given is there, but undefined.
      const inQuery = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
      const options = plainToInstance(CatalogOptionsDto, { ...texts, ...inQuery });
      const problems = validateSync(options, DTO_CHECK).flatMap((problem) => fieldErrors(problem));
      if (problems.length > 0) throw validationError(problems);
      if (options.model) await this.models.require(options.model);
      return accepted(await this.catalogs.create(ids, stored, { ...options, mapping }, submission));
    });
  }

  @Post('detect')
  @Roles('submit')
  @RouteConfig({ streamedBody: true })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Preview how a table would be read, without scoring it',
    description:
      'Reads the first 256 kB: the kind of table, what becomes of each column, the first rows before and after, and columns whose values do not fit their unit, each with the change to `mapping` that fixes it.',
  })
  @ApiBodies(TABLE_BODIES)
  @ApiResponse({ status: 200, description: 'The detection', schema: { type: 'object', additionalProperties: true } })
  @ApiProblems('VALIDATION_FAILED', 'CATALOG_INVALID', 'REQUEST_TOO_LARGE')
  detect(@Req() request: FastifyRequest, @Query() { mapping }: DetectQueryDto): Promise<object> {
    this.catalogs.announceTable();
    return detect(request, this.env.MAX_CATALOG_SIZE, this.store, mapping);
  }

  @Get()
  @Roles('read')
  @ApiOperation({ summary: "The caller's catalogues, newest first" })
  @ApiResponse({ status: 200, type: CatalogListDto })
  async list(@CurrentCaller() caller: Caller, @RequestId() requestId: string): Promise<CatalogListDto> {
    const found = await this.catalogs.listFor(caller);
    return { catalogs: await Promise.all(found.map((catalog) => this.states.describe(catalog, requestId))) };
  }

  @Get(':catalog_id')
  @Roles('read')
  @ApiParam({ name: 'catalog_id', example: 'i3f0c9a5e8b7d4c21a9e' })
  @ApiOperation({ summary: 'A catalogue: how it was understood, its progress and its counts' })
  @ApiResponse({ status: 200, type: CatalogDto })
  @ApiProblems('CATALOG_NOT_FOUND')
  async catalog(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @RequestId() requestId: string,
  ): Promise<CatalogDto> {
    return this.states.describe(await this.catalogs.findFor(caller, id), requestId);
  }

  @Patch(':catalog_id')
  @Roles('submit')
  @ApiParam({ name: 'catalog_id' })
  @ApiBody({ type: CatalogSettingsDto, required: false })
  @ApiOperation({ summary: 'Pin a catalogue, so that it does not expire, or let it be reviewed blind' })
  @ApiResponse({ status: 200, type: CatalogDto })
  @ApiProblems('CATALOG_NOT_FOUND', 'VALIDATION_FAILED')
  async change(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Body() settings: CatalogSettingsDto,
    @RequestId() requestId: string,
  ): Promise<CatalogDto> {
    const catalog = await this.catalogs.findFor(caller, id);
    await catalog.settingsStore.change({ ...settings });
    return this.states.describe(catalog, requestId);
  }

  @Post(':catalog_id/cancel')
  @Roles('submit')
  @HttpCode(200)
  @ApiParam({ name: 'catalog_id' })
  @ApiOperation({ summary: 'Stop the work on a catalogue', description: 'What has been scored and explained is kept.' })
  @ApiResponse({ status: 200, type: CatalogDto })
  @ApiProblems('CATALOG_NOT_FOUND', 'REDIS_UNAVAILABLE')
  async cancel(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @RequestId() requestId: string,
  ): Promise<CatalogDto> {
    const catalog = await this.catalogs.findFor(caller, id);
    await this.catalogs.cancel(caller, catalog);
    return this.states.describe(catalog, requestId);
  }

  @Delete(':catalog_id')
  @Roles('submit')
  @HttpCode(204)
  @ApiParam({ name: 'catalog_id' })
  @ApiOperation({ summary: 'Delete a catalogue with its upload, its results and its votes' })
  @ApiResponse({ status: 204, description: 'Nothing of it is left' })
  @ApiProblems('CATALOG_NOT_FOUND', 'REDIS_UNAVAILABLE')
  async delete(@CurrentCaller() caller: Caller, @Param('catalog_id') id: string): Promise<void> {
    await this.catalogs.delete(caller, await this.catalogs.findFor(caller, id));
  }
}

function accepted({ catalog_id, task_id }: CatalogSpec): CatalogAcceptedDto {
  const self = `/catalogs/${catalog_id}`;
  return {
    catalog_id,
    task_id,
    links: { self, rows: `${self}/rows`, export: `${self}/export`, task: `/tasks/${task_id}` },
  };
}
