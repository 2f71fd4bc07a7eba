import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { summarise } from '@exoplanet/catalog-store';
import type { Caller } from '../platform/auth/caller';
import { CurrentCaller } from '../platform/auth/current-caller.decorator';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { CurrentSubmission, type Submission } from '../submissions/submission.decorator';
import { BlindView } from './blind-view';
import { CatalogDiffs } from './catalog-diffs';
import { ExportQueryDto, VoterQueryDto } from './catalogs.dto';
import { DiffDto, DiffQueryDto } from './diff.dto';
import { exportOf } from './export';
import { GatewayCatalogs } from './gateway-catalogs';
import { type ReadableCatalog, ReadableCatalogs } from './readable-catalogs';
import { voterOf } from './votes.controller';

/** Routes that read a whole catalogue: export, summary, comparison. */
@ApiTags('catalogues')
@ApiParam({ name: 'catalog_id', example: 'i3f0c9a5e8b7d4c21a9e' })
@ApiProblems('CATALOG_NOT_FOUND', 'VALIDATION_FAILED', 'CONFLICT', 'BLIND_REVIEW', 'STORE_UNAVAILABLE')
@Roles('read')
@Controller('catalogs/:catalog_id')
export class WholeCatalogController {
  constructor(
    private readonly readable: ReadableCatalogs,
    private readonly store: GatewayCatalogs,
    private readonly diffs: CatalogDiffs,
  ) {}

  @Get('export')
  @ApiOperation({
    summary: 'The whole catalogue as a file',
    description:
      'The uploaded columns, unchanged, followed by the result columns. Each uploaded row appears once, in the order of the upload unless `sort` is given.',
  })
  @ApiProduces(
    'text/csv',
    'text/plain',
    'application/x-votable+xml',
    'application/x-ndjson',
    'application/vnd.apache.parquet',
  )
  @ApiResponse({ status: 200, description: 'The file' })
  async export(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Query() query: ExportQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const open = await this.openFor(caller, id, query, 'An export');
    const { type, name, stream } = await exportOf(open, query);
    void reply
      .type(type)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(stream);
  }

  @Get('summary')
  @ApiOperation({
    summary: 'Counts, refusals and duplicates; how the scores compare with dispositions, if the table has them',
    description: 'Dispositions are read for this comparison and are never inputs of the model.',
  })
  @ApiResponse({ status: 200, description: 'The summary', schema: { type: 'object', additionalProperties: true } })
  async summary(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Query() query: VoterQueryDto,
  ): Promise<object> {
    const { catalog, content, table } = await this.openFor(caller, id, query, 'A summary');
    return summarise(catalog, content, table, await this.store.openDatabase());
  }

  @Get('diff/:other_id')
  @ApiParam({ name: 'other_id', description: 'The later catalogue' })
  @ApiOperation({
    summary: 'What changed from this catalogue to another one, by object',
    description:
      'Objects that appeared, disappeared or got another verdict. For each object with another verdict, the later model scores the earlier row with one input of the later row at a time: `inputs` says by how much each of them changes the log-odds.',
  })
  @ApiResponse({ status: 200, type: DiffDto })
  @ApiProblems('MODEL_NOT_FOUND', 'REDIS_UNAVAILABLE', 'TASK_TIMEOUT', 'OVERLOADED')
  async diff(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Param('other_id') other: string,
    @CurrentSubmission() submission: Submission,
    @Query() query: DiffQueryDto,
  ): Promise<DiffDto> {
    const before = await this.openFor(caller, id, query, 'A comparison');
    const after = await this.openFor(caller, other, query, 'A comparison');
    return this.diffs.diff(before, after, query, submission);
  }

  private async openFor(
    caller: Caller,
    id: string,
    { voter, blind }: VoterQueryDto,
    what: string,
  ): Promise<ReadableCatalog> {
    const open = await this.readable.open(caller, id);
    (await BlindView.of(open.catalog, open.table, voterOf(caller, voter), blind ?? false)).requireOpen(what);
    return open;
  }
}
