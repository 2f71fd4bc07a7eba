import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches } from 'class-validator';
import { DIFF_LISTS, type DiffList } from '@exoplanet/catalog-store';
import { VERDICTS } from '@exoplanet/contracts';
import { OptionalInt, VoterQueryDto } from './catalogs.dto';

/** Maximum number of objects on a page: for each object, the model scores one row for every input that differs. */
const MAX_PAGE = 200;

export class DiffQueryDto extends VoterQueryDto {
  @ApiPropertyOptional({
    enum: DIFF_LISTS,
    description: 'The list to page through; by default the beginning of each list',
  })
  @IsOptional()
  @IsIn(DIFF_LISTS)
  list?: DiffList;

  @OptionalInt('Objects of a list', { default: 50, min: 1, max: MAX_PAGE })
  limit = 50;

  @ApiPropertyOptional({ description: '`next_cursor` of the previous page, with its `list`' })
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{1,200}$/, { message: 'cursor must be the next_cursor of a page' })
  cursor?: string;
}

class DiffObjectDto {
  @ApiProperty({ example: 'K00752.01', description: 'Its name, or star and period where it has none' }) object!: string;
  @ApiProperty({ example: 17 }) key!: number;
  @ApiProperty({ enum: VERDICTS, type: String, nullable: true }) prediction!: string | null;
  @ApiProperty({ type: Number, nullable: true }) probability!: number | null;
}

class JudgedRowDto {
  @ApiProperty({ example: 17 }) key!: number;
  @ApiProperty({ enum: VERDICTS }) prediction!: string;
  @ApiProperty() probability!: number;
}

const INPUT_VALUE = {
  nullable: true,
  oneOf: [{ type: 'number' }, { type: 'string' }, { type: 'object', additionalProperties: true }],
};

class MovedInputDto {
  @ApiProperty({
    example: 'radius',
    description:
      'A field with its errors; `other_rows` for matches and the objects on the star; `model` where another version scored the later catalogue',
  })
  field!: string;

  @ApiProperty({
    description: 'A number, or text for `source` and `model`; an object for `other_rows`; null where it is missing',
    ...INPUT_VALUE,
  })
  before!: unknown;

  @ApiProperty({ description: 'As `before`', ...INPUT_VALUE }) after!: unknown;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'number', nullable: true } },
    description: 'Lower and upper error before and after, where they differ',
  })
  errors?: object;

  @ApiProperty({ description: 'Answer of the model for the earlier row with only this input changed' })
  probability!: number;

  @ApiProperty({ enum: VERDICTS }) prediction!: string;
  @ApiProperty({ description: 'Change of the log-odds by this input alone', example: -3.2 }) log_odds!: number;
  @ApiProperty({ description: 'Whether this input alone gives the later verdict' }) gives_verdict!: boolean;
}

export class ChangedObjectDto {
  @ApiProperty({ example: 'K00752.01' }) object!: string;
  @ApiProperty({ type: JudgedRowDto }) before!: JudgedRowDto;
  @ApiProperty({ type: JudgedRowDto }) after!: JudgedRowDto;
  @ApiProperty({ type: [MovedInputDto], description: 'Inputs that differ, the one with the largest effect first' })
  inputs!: MovedInputDto[];
}

class DiffListDto {
  @ApiProperty({ description: 'Number of objects in the whole list, not on this page' }) count!: number;
  @ApiProperty({ type: [DiffObjectDto] }) objects!: DiffObjectDto[];
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

class ChangedListDto {
  @ApiProperty({ description: 'Number of objects in the whole list, not on this page' }) count!: number;
  @ApiProperty({ type: [ChangedObjectDto] }) objects!: ChangedObjectDto[];
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

export class DiffDto {
  @ApiProperty({ type: DiffListDto }) appeared!: DiffListDto;
  @ApiProperty({ type: DiffListDto }) gone!: DiffListDto;
  @ApiProperty({ type: ChangedListDto, description: 'Largest change of the probability first' })
  verdict_changed!: ChangedListDto;
}
