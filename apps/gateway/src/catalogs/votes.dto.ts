import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { type Disposition, DISPOSITIONS } from '@exoplanet/catalog-store';

const MAX_COMMENT = 500;

export class NewVoteDto {
  @ApiProperty({
    enum: DISPOSITIONS,
    description:
      'Planet candidate, false positive, false alarm, eclipsing binary, variable star, instrumental, or unsure',
  })
  @IsIn(DISPOSITIONS)
  disposition!: Disposition;

  @ApiPropertyOptional({ enum: [1, 2, 3], description: '1 is the most urgent' })
  @IsOptional()
  @IsIn([1, 2, 3])
  priority?: 1 | 2 | 3;

  @ApiPropertyOptional({ maxLength: MAX_COMMENT })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_COMMENT)
  comment?: string;

  @ApiPropertyOptional({
    description: 'Your name, where API keys are off; otherwise it is that of the key',
    example: 'ada',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  voter?: string;
}

export class VoteDto {
  @ApiProperty() vote_id!: string;
  @ApiProperty({ example: 17 }) key!: number;
  @ApiProperty({ example: 'ada' }) voter!: string;
  @ApiProperty({ enum: DISPOSITIONS }) disposition!: Disposition;
  @ApiPropertyOptional({ type: Number }) priority?: 1 | 2 | 3;
  @ApiPropertyOptional() comment?: string;
  @ApiProperty({ format: 'date-time' }) at!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Model and probability of the row at the time, and whether the review was blind',
  })
  shown!: object;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it was withdrawn' })
  undone_at!: string | null;
}

export class VotesDto {
  @ApiProperty({ type: [VoteDto], description: 'In the order in which they were cast' })
  votes!: VoteDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'From the latest vote of each voter that was not withdrawn; `split` without a majority',
  })
  consensus!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  dispositions!: Partial<Record<Disposition, number>>;
}
