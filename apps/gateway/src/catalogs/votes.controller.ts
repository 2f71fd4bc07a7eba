import { createHash, randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, Headers, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Vote, VoteRecord } from '@exoplanet/catalog-store';
import { AppError, type CatalogRowDto } from '@exoplanet/contracts';
import type { Caller } from '../platform/auth/caller';
import { CurrentCaller } from '../platform/auth/current-caller.decorator';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { checkedKey, IDEMPOTENCY_KEY_SCHEMA } from '../submissions/idempotency-key';
import { BlindView } from './blind-view';
import { VoterQueryDto } from './catalogs.dto';
import { ReadableCatalogs } from './readable-catalogs';
import { ROW_KEY_SCHEMA, RowKeyPipe } from './row-key';
import { NewVoteDto, VoteDto, VotesDto } from './votes.dto';

@ApiTags('catalogues')
@ApiParam({ name: 'catalog_id', example: 'i3f0c9a5e8b7d4c21a9e' })
@ApiParam({ name: 'key', schema: ROW_KEY_SCHEMA, description: 'Key of the row', example: 17 })
@ApiProblems('CATALOG_NOT_FOUND', 'CONFLICT', 'VALIDATION_FAILED', 'STORE_UNAVAILABLE')
@Controller('catalogs/:catalog_id/rows/:key/votes')
export class VotesController {
  constructor(private readonly readable: ReadableCatalogs) {}

  @Post()
  @Roles('submit')
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    schema: IDEMPOTENCY_KEY_SCHEMA,
    description: 'A repeated request with the same key is one vote',
  })
  @ApiOperation({
    summary: 'Vote on a row',
    description: 'Every vote is kept. For each voter, the latest vote that was not withdrawn counts.',
  })
  @ApiResponse({ status: 201, type: VoteDto })
  async vote(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Param('key', RowKeyPipe) key: number,
    @Body() { voter: named, ...vote }: NewVoteDto,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
  ): Promise<VoteRecord> {
    const { catalog, content, table, queries } = await this.readable.open(caller, id);
    const row = await queries.row(catalog, content, table, key);
    const voter = voterOf(caller, named);
    const { blind } = await catalog.settingsStore.read();
    const name = idempotencyKey === undefined ? randomUUID() : nameOf(key, voter, checkedKey(idempotencyKey));
    const entry: Vote = {
      vote_id: name,
      key,
      voter,
      ...vote,
      at: new Date().toISOString(),
      shown: shownOf(row, content.model, blind),
    };
    await catalog.voteStore.add(entry, name);
    return (await catalog.voteStore.votes()).find(({ vote_id }) => vote_id === name)!;
  }

  @Get()
  @Roles('read')
  @ApiOperation({ summary: 'All votes on a row, withdrawn ones included, with their consensus' })
  @ApiResponse({ status: 200, type: VotesDto })
  async votes(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Param('key', RowKeyPipe) key: number,
    @Query() { voter, blind }: VoterQueryDto,
  ): Promise<VotesDto> {
    const { catalog, content, table } = await this.readable.open(caller, id);
    if (key >= table.rows) throw new AppError('CATALOG_NOT_FOUND', `The catalogue has no row ${key}`);
    const all = (await catalog.voteStore.votes()).filter((vote) => vote.key === key);
    const name = voterOf(caller, voter);
    const view = await BlindView.of(catalog, table, name, blind ?? false);
    // In a blind review a caller sees the votes of others after voting.
    const hasVoted = all.some((vote) => vote.voter === name && vote.undone_at === null);
    const votes = view.isBlind && !hasVoted ? all.filter((vote) => vote.voter === name) : all;
    const sum = votes.length === all.length ? content.votes.find((one) => one.key === key) : undefined;
    return { votes, consensus: sum?.consensus ?? null, dispositions: sum?.dispositions ?? {} };
  }

  @Delete(':vote_id')
  @Roles('submit')
  @ApiOperation({ summary: 'Withdraw a vote of your own', description: 'The vote is kept and marked as undone.' })
  @ApiResponse({ status: 200, type: VoteDto })
  async undo(
    @CurrentCaller() caller: Caller,
    @Param('catalog_id') id: string,
    @Param('key', RowKeyPipe) key: number,
    @Param('vote_id') voteId: string,
    @Query() { voter: named }: VoterQueryDto,
  ): Promise<VoteRecord> {
    const { catalog } = await this.readable.open(caller, id);
    const voter = voterOf(caller, named);
    const find = async () =>
      (await catalog.voteStore.votes()).find((vote) => vote.vote_id === voteId && vote.key === key);
    const vote = await find();
    if (!vote) throw new AppError('CATALOG_NOT_FOUND', `Row ${key} has no vote ${JSON.stringify(voteId.slice(0, 64))}`);
    if (vote.voter !== voter)
      throw new AppError('CONFLICT', `The vote was cast by ${JSON.stringify(vote.voter)}; give that name as voter`);
    if (vote.undone_at === null) await catalog.voteStore.add({ undoes: voteId, voter, at: new Date().toISOString() });
    return (await find())!;
  }
}

/** The key's name; where keys are off, the name that the caller gives. */
export const voterOf = ({ name }: Caller, given: string | undefined): string => name ?? given ?? 'anonymous';

const nameOf = (key: number, voter: string, idempotencyKey: string): string =>
  createHash('sha256')
    .update(JSON.stringify([key, voter, idempotencyKey]))
    .digest('hex')
    .slice(0, 32);

function shownOf(
  { result }: CatalogRowDto,
  model: { name: string; version: string } | undefined,
  blind: boolean,
): Vote['shown'] {
  return { model: model ? `${model.name}@${model.version}` : null, probability: result?.probability ?? null, blind };
}
