import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MATCH_RELATIONS, type MatchRelation } from './context-columns';

export class MatchParentDto {
  @ApiProperty({ description: 'Place of the row in the request, from 0; in a catalogue its key', example: 12 })
  index!: number;

  @ApiPropertyOptional({
    type: String,
    description: 'The `id` that the request or the catalogue gives it',
    example: 'K00752.01',
  })
  id?: string;
}

/** Another row of the batch that has the same period and phase. */
export class MatchDto {
  @ApiProperty({ type: MatchParentDto })
  parent!: MatchParentDto;

  @ApiPropertyOptional({
    type: Number,
    description: 'Angle between the two on the sky [arcsec]; absent where a position is missing',
    example: 20,
  })
  separation_arcsec?: number;

  @ApiProperty({
    description:
      'Strength of the match: −log₁₀ of ΔP/P · Δphase · (separation / 1°)². Matches below 7 are left out; each unit makes a coincidence ten times less likely',
    example: 9.4,
  })
  strength!: number;

  @ApiProperty({ description: 'Period of this row over that of the other: 1, 2 or 0.5', example: 1 })
  period_ratio!: number;

  @ApiProperty({
    enum: MATCH_RELATIONS,
    description:
      'Whether this row takes less light away than the other (`weaker`, then the other is probably its source) or more (`stronger`); `unknown` where a depth or magnitude is missing. `same_star`: both are on one star, so they are probably one object',
    example: 'weaker',
  })
  relation!: MatchRelation;

  @ApiProperty({ description: 'Change of the log-odds of a planet by the match', example: -5.6 })
  log_odds!: number;

  @ApiProperty({
    description: 'The match in words',
    example:
      'Row 12 (K00752.01), 20″ away, has the same period and phase and takes more light away: this signal is probably contamination by it.',
  })
  sentence!: string;
}

/** The objects that the batch has on the star of a row. */
export class MultiplicityDto {
  @ApiProperty({
    description: 'Objects of the batch on this star with different periods, this one included; at least 2',
    example: 3,
  })
  objects!: number;

  @ApiProperty({ description: 'Change of the log-odds of a planet by the number of objects', example: 2.1 })
  log_odds!: number;

  @ApiProperty({
    example: 'The request has 3 objects on this star; signals of such stars are more often planets.',
  })
  sentence!: string;
}
