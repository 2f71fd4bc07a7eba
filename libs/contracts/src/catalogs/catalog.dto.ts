import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CheckDto } from '../checks/check.dto';
import { MatchDto, MultiplicityDto } from '../context/context.dto';
import {
  type CandidateClass,
  CLASSES,
  ExplanationDto,
  ModelReferenceDto,
  type Verdict,
  VERDICTS,
} from '../predictions/prediction.dto';
import { TaskErrorDto } from '../tasks/task.dto';
import { type CatalogColumn, COLUMN_ROLES, type ColumnRole } from './catalog';

export const CATALOG_STATES = ['reading', 'scoring', 'explaining', 'completed', 'failed', 'cancelled'] as const;
export type CatalogState = (typeof CATALOG_STATES)[number];

export class CatalogColumnDto implements CatalogColumn {
  @ApiProperty({ example: 'koi_period' })
  name!: string;

  @ApiProperty({
    enum: ['number', 'text'],
    description: '`number` where every value that is not missing is a number; it is then sorted and filtered as one',
  })
  type!: 'number' | 'text';

  @ApiPropertyOptional({ example: 'd' })
  unit?: string;

  @ApiProperty({
    enum: COLUMN_ROLES,
    description:
      '`used` by the model; `kept` and shown; `not_used` on purpose, because it would give the answer away; `unknown`; or a `result` column that the service adds',
  })
  role!: ColumnRole;
}

export class CatalogProgressDto {
  @ApiProperty({ example: 8092 })
  rows_read!: number;

  @ApiProperty({ example: 8000 })
  rows_scored!: number;

  @ApiProperty({ example: 3 })
  rows_refused!: number;

  @ApiProperty({ example: 100 })
  rows_explained!: number;

  @ApiPropertyOptional({ type: Number, description: 'Known once the table has been read', example: 8092 })
  rows_total?: number;

  @ApiPropertyOptional({ type: Number, description: 'Rows to explain, known once every row has its rank' })
  rows_to_explain?: number;

  @ApiProperty({ description: 'Rows a second in the current stage', example: 12000 })
  rows_per_second!: number;

  @ApiPropertyOptional({ type: Number, description: 'Time until the end of the current stage, at this rate [s]' })
  seconds_left?: number;
}

export class CatalogCountsDto {
  @ApiProperty() likely_planet!: number;
  @ApiProperty() likely_false_positive!: number;
  @ApiProperty() undecided!: number;
  @ApiProperty() refused!: number;
}

export class CatalogDto {
  @ApiProperty({ example: 'i3f0c9a5e8b7d4c21a9e' })
  catalog_id!: string;

  @ApiProperty({ example: 'koi_cumulative.csv' })
  name!: string;

  @ApiProperty({ enum: CATALOG_STATES })
  state!: CatalogState;

  @ApiProperty({ description: 'The task that reads, scores and explains it; its updates carry the progress' })
  task_id!: string;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it is deleted; null where it is pinned or catalogues do not expire',
  })
  expires_at!: string | null;

  @ApiProperty({ description: 'A pinned catalogue does not expire' })
  pinned!: boolean;

  @ApiProperty({
    description: 'Probability, prediction and dispositions of a row are shown to a voter only after the vote',
  })
  blind!: boolean;

  @ApiProperty({ description: 'Uploaded bytes and their SHA-256' })
  upload!: { bytes: number; sha256: string };

  @ApiProperty({ description: '`none`, `top:N` or `all`', example: 'top:100' })
  explain!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'How the table was understood',
  })
  detection!: object | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'The mapping that was given',
  })
  mapping!: object | null;

  @ApiProperty({
    type: [CatalogColumnDto],
    description: 'The result columns, then the uploaded columns in their order',
  })
  columns!: CatalogColumnDto[];

  @ApiProperty({ type: CatalogProgressDto })
  progress!: CatalogProgressDto;

  @ApiProperty({ type: CatalogCountsDto })
  counts!: CatalogCountsDto;

  @ApiProperty({ type: ModelReferenceDto, nullable: true, description: 'The model version that scores all rows' })
  model!: ModelReferenceDto | null;

  @ApiProperty({ type: TaskErrorDto, nullable: true, description: 'Why it failed; otherwise null' })
  error!: TaskErrorDto | null;
}

export class CatalogListDto {
  @ApiProperty({ type: [CatalogDto], description: 'Newest first' })
  catalogs!: CatalogDto[];
}

export class CatalogAcceptedDto {
  @ApiProperty({ example: 'i3f0c9a5e8b7d4c21a9e' })
  catalog_id!: string;

  @ApiProperty({ example: 'i3f0c9a5e8b7d4c21a9e0b1c2d3e4f5a6b7c' })
  task_id!: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  links!: Record<string, string>;
}

export class RowReasonDto {
  @ApiProperty({ example: 'size' })
  group!: string;

  @ApiProperty({ example: 'Planet radius and transit depth' })
  title!: string;

  @ApiProperty({ description: 'Contribution to the log-odds of a planet, with its sign', example: -1.27 })
  log_odds!: number;
}

export class RowResultDto {
  @ApiProperty() probability!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Quantiles; null until the row is explained' })
  p16!: number | null;
  @ApiProperty({ type: Number, nullable: true }) p50!: number | null;
  @ApiProperty({ type: Number, nullable: true }) p84!: number | null;
  @ApiProperty({ enum: VERDICTS }) prediction!: Verdict;
  @ApiProperty({ enum: CLASSES, isArray: true }) set!: CandidateClass[];
  @ApiProperty() in_distribution!: boolean;
  @ApiProperty() distance!: number;
  @ApiProperty({ type: [CheckDto] }) checks!: CheckDto[];
  @ApiProperty({ type: [String], description: 'Fields that the model uses and that the row lacks' }) missing!: string[];
  @ApiProperty({ type: [RowReasonDto], description: 'The three strongest; empty until the row is explained' })
  reasons!: RowReasonDto[];
  @ApiProperty({
    type: MatchDto,
    nullable: true,
    description: 'Another row of the catalogue with the same ephemeris; `parent.index` is its key',
  })
  match!: MatchDto | null;
  @ApiProperty({ type: MultiplicityDto, nullable: true, description: 'Where the star has several objects here' })
  multiplicity!: MultiplicityDto | null;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Probability of the row alone, where `match` or `multiplicity` change it',
  })
  probability_alone!: number | null;
}

export class CatalogRowDto {
  @ApiProperty({ description: 'Number of the row in the upload, from 0', example: 17 })
  key!: number;

  @ApiProperty({ description: 'Line of the upload on which the row ends', example: 71 })
  line!: number;

  @ApiProperty({ type: Number, nullable: true, description: '1 is the most likely planet', example: 1 })
  rank!: number | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', nullable: true },
    description: 'The uploaded text by column, unchanged; null where the cell is empty',
  })
  cells!: Record<string, string | null>;

  @ApiProperty({
    type: RowResultDto,
    nullable: true,
    description: 'Null until the row is scored, and for a refused row',
  })
  result!: RowResultDto | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The disposition of more than half of the voters, `split` where there is none, null without votes',
    example: 'PC',
  })
  votes!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'Why the row was refused' })
  error!: object | null;

  @ApiPropertyOptional({ type: ExplanationDto, description: 'Of a single row, once it is explained' })
  explanation?: ExplanationDto;
}

export class CatalogRowsDto {
  @ApiProperty({ description: 'Rows that pass the filter', example: 8092 })
  total!: number;

  @ApiProperty({ type: [CatalogRowDto] })
  rows!: CatalogRowDto[];

  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor` for the next page' })
  next_cursor!: string | null;
}
