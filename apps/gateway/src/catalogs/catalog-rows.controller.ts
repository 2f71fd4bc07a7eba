import { Controller, Get, Header, Headers, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { CatalogContent, StoredCatalog } from '@exoplanet/catalog-store';
import {
  AppError,
  CatalogRowDto,
  CatalogRowsDto,
  type CatalogTable,
  COLUMNS_MEDIA_TYPE,
  columnsJson,
  encodeColumns,
} from '@exoplanet/contracts';
import type { Caller } from '../platform/auth/caller';
import { CurrentCaller } from '../platform/auth/current-caller.decorator';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { CatalogStore } from './catalog-store.provider';
import { ColumnsQueryDto, ExportQueryDto, RowsQueryDto } from './catalogs.dto';
import { CatalogsService } from './catalogs.service';
import { exportOf } from './export';
import { cursorAt, offsetOf } from './page-cursor';

/** A catalogue whose table has been read so far. */
interface Readable {
  catalog: StoredCatalog;
  content: CatalogContent;
  table: CatalogTable;
}

@ApiTags('catalogues')
@ApiParam({ name: 'catalog_id', example: 'i3f0c9a5e8b7d4c21a9e' })
@ApiProblems('CATALOG_NOT_FOUND', 'VALIDATION_FAILED', 'CONFLICT', 'STORE_UNAVAILABLE')
@Roles('read')
@Controller('catalogs/:catalog_id')
export class CatalogRowsController {
  constructor(
    private readonly catalogs: CatalogsService,
    private readonly store: CatalogStore,
  ) {}

  @Get('rows')
  @ApiOperation({
    summary: 'A page of rows with their results',
    description:
      'In the order of their ranks unless `sort` says otherwise. While rows are being scored the page shows those that are done first.',
  })
  @ApiResponse({ status: 200, type: CatalogRowsDto })
  async rows(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Query() query: RowsQueryDto,
  ): Promise<CatalogRowsDto> {
    const { catalog, content, table } = await this.readable(caller, id);
    const { limit, cursor, sort = 'rank', filter } = query;
    const offset = offsetOf(cursor, query);
    const queries = await this.store.queries();
    const { total, rows } = await queries.page(catalog, content, table, { sort, filter, limit, offset });
    const next = offset + rows.length;
    return { total, rows, next_cursor: next < total && rows.length > 0 ? cursorAt(next, query) : null };
  }

  @Get('rows/:key')
  @ApiParam({ name: 'key', type: Number, example: 17 })
  @ApiOperation({ summary: 'One row with its whole explanation' })
  @ApiResponse({ status: 200, type: CatalogRowDto })
  async row(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Param('key', ParseIntPipe) key: number,
  ): Promise<CatalogRowDto> {
    const { catalog, content, table } = await this.readable(caller, id);
    return (await this.store.queries()).row(catalog, content, table, key);
  }

  @Get('columns')
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
    @Query() { names, sort = 'rank', filter }: ColumnsQueryDto,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { catalog, content, table } = await this.readable(caller, id);
    const wanted = names.split(',').map((name) => name.trim());
    const columns = await (await this.store.queries()).columns(catalog, content, table, wanted, { sort, filter });
    if (accept?.includes('application/json')) void reply.send(columnsJson(columns));
    else void reply.type(COLUMNS_MEDIA_TYPE).send(Buffer.from(encodeColumns(columns)));
  }

  @Get('export')
  @ApiOperation({
    summary: 'The whole catalogue as a file',
    description:
      'The uploaded columns, unchanged, and ours. Each row of the upload once, in its order unless `sort` is given.',
  })
  @ApiProduces('text/csv', 'application/x-ndjson', 'application/vnd.apache.parquet')
  @ApiResponse({ status: 200, description: 'The file' })
  async export(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Query() query: ExportQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { catalog, content, table } = await this.readable(caller, id);
    const { type, name, stream } = await exportOf(catalog, content, table, query, this.store);
    void reply
      .type(type)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(stream);
  }

  /** @throws AppError CONFLICT while the columns of the table are not known */
  private async readable(caller: Caller, id: string): Promise<Readable> {
    const catalog = await this.catalogs.findFor(caller, id);
    const content = await catalog.content();
    const { table, end } = content;
    if (table) return { catalog, content, table };
    const problem = end?.state === 'failed' ? `could not be read: ${end.error.message}` : 'is still being read';
    throw new AppError('CONFLICT', `The table ${end?.state === 'cancelled' ? 'was not read to its end' : problem}`);
  }
}
