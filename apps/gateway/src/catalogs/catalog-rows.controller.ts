import { Controller, Get, Header, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CatalogRowDto, CatalogRowsDto, COLUMNS_MEDIA_TYPE } from '@exoplanet/contracts';
import type { Caller } from '../platform/auth/caller';
import { CurrentCaller } from '../platform/auth/current-caller.decorator';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { CurrentSubmission, type Submission } from '../submissions/submission.decorator';
import { BlindView } from './blind-view';
import { ColumnsQueryDto, PageQueryDto, RowsQueryDto, VoterQueryDto } from './catalogs.dto';
import { columnsAnswer } from './columns-answer';
import { cursorAt, offsetOf } from './page-cursor';
import { type ReadableCatalog, ReadableCatalogs } from './readable-catalogs';
import { RowExplainer } from './row-explainer';
import { ROW_KEY_SCHEMA, RowKeyPipe } from './row-key';
import { voterOf } from './votes.controller';

@ApiTags('catalogues')
@ApiParam({ name: 'catalog_id', example: 'i3f0c9a5e8b7d4c21a9e' })
@ApiProblems('CATALOG_NOT_FOUND', 'VALIDATION_FAILED', 'CONFLICT', 'BLIND_REVIEW', 'STORE_UNAVAILABLE')
@Controller('catalogs/:catalog_id')
export class CatalogRowsController {
  constructor(
    private readonly readable: ReadableCatalogs,
    private readonly explainer: RowExplainer,
  ) {}

  @Get('rows')
  @Roles('read')
  @ApiOperation({
    summary: 'A page of rows with their results',
    description:
      'In the order of their ranks unless `sort` says otherwise. While rows are being scored, rows with a result come first.',
  })
  @ApiResponse({ status: 200, type: CatalogRowsDto })
  async rows(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Query() query: RowsQueryDto,
  ): Promise<CatalogRowsDto> {
    const open = await this.readable.open(caller, id);
    const view = await viewOf(open, caller, query);
    view.check(query);
    return page(open, query, view, query.sort ?? view.defaultSort, query.filter);
  }

  @Get('refused')
  @Roles('read')
  @ApiOperation({ summary: 'The rows that were refused, each with the reason, in the order of the upload' })
  @ApiResponse({ status: 200, type: CatalogRowsDto })
  async refused(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Query() query: PageQueryDto,
  ): Promise<CatalogRowsDto> {
    const open = await this.readable.open(caller, id);
    return page(open, query, await viewOf(open, caller, query), 'key', ['error:missing:false']);
  }

  @Get('rows/:key')
  @Roles('read')
  @ApiParam({ name: 'key', schema: ROW_KEY_SCHEMA, example: 17 })
  @ApiOperation({ summary: 'One row with its whole explanation, where it has been explained' })
  @ApiResponse({ status: 200, type: CatalogRowDto })
  async row(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Param('key', RowKeyPipe) key: number,
    @Query() query: VoterQueryDto,
  ): Promise<CatalogRowDto> {
    const open = await this.readable.open(caller, id);
    const view = await viewOf(open, caller, query);
    return view.show(await open.queries.row(open.catalog, open.content, open.table, key));
  }

  @Post('rows/:key/explain')
  @HttpCode(200)
  @Roles('submit')
  @ApiParam({ name: 'key', schema: ROW_KEY_SCHEMA, example: 17 })
  @ApiOperation({
    summary: 'Explain a row now, whatever its rank',
    description: 'The explanation and the quantiles are kept with the row.',
  })
  @ApiResponse({ status: 200, type: CatalogRowDto })
  @ApiProblems('MODEL_NOT_FOUND', 'REDIS_UNAVAILABLE', 'TASK_TIMEOUT', 'OVERLOADED')
  async explain(
    @CurrentCaller() caller: Caller,
    @CurrentSubmission() submission: Submission,
    @Param('catalog_id') id: string,
    @Param('key', RowKeyPipe) key: number,
    @Query() query: VoterQueryDto,
  ): Promise<CatalogRowDto> {
    const open = await this.readable.open(caller, id);
    const view = await viewOf(open, caller, query);
    return view.show(await this.explainer.explain(open, key, submission));
  }

  @Get('columns')
  @Roles('read')
  @Header('vary', 'accept')
  @ApiOperation({
    summary: 'Columns of all rows that pass the filter',
    description: `In the binary form of columns (\`${COLUMNS_MEDIA_TYPE}\`), or as JSON where \`Accept\` asks for it. The first column is \`key\`.`,
  })
  @ApiProduces(COLUMNS_MEDIA_TYPE, 'application/json')
  @ApiResponse({ status: 200, description: 'The columns, rows in the order of `sort`' })
  @ApiProblems('REQUEST_TOO_LARGE')
  async columns(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Query() query: ColumnsQueryDto,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const open = await this.readable.open(caller, id);
    const view = await viewOf(open, caller, query);
    const names = query.names.split(',').map((name) => name.trim());
    view.check(query, names);
    const selection = { sort: query.sort ?? view.defaultSort, filter: query.filter };
    const isJson = accept?.includes('application/json') ?? false;
    const { bytes, stream } = await columnsAnswer(open, names, selection, isJson);
    void reply
      .type(isJson ? 'application/json; charset=utf-8' : COLUMNS_MEDIA_TYPE)
      .header('content-length', bytes)
      .send(stream);
  }
}

const viewOf = (
  { catalog, table }: ReadableCatalog,
  caller: Caller,
  { voter, blind }: VoterQueryDto,
): Promise<BlindView> => BlindView.of(catalog, table, voterOf(caller, voter), blind ?? false);

async function page(
  { catalog, content, table, queries }: ReadableCatalog,
  query: PageQueryDto,
  view: BlindView,
  sort: string,
  filter: string[] | undefined,
): Promise<CatalogRowsDto> {
  const selection = { sort, filter };
  const offset = offsetOf(query.cursor, selection);
  const { total, rows } = await queries.page(catalog, content, table, { ...selection, limit: query.limit, offset });
  const next = offset + rows.length;
  const isLast = next >= total || rows.length === 0;
  return { total, rows: rows.map((row) => view.show(row)), next_cursor: isLast ? null : cursorAt(next, selection) };
}
