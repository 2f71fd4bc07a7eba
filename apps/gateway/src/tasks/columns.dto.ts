import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const list = (description: string) =>
  ({ type: 'array', items: { type: 'number', nullable: true }, description }) as const;
const units = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Units of the columns that have one',
  example: { time: 'd' },
} as const;

class CurveListsDto {
  @ApiProperty(list('Time of mid-exposure [d, time system of the curve], float64 in the binary form')) time!: number[];
  @ApiProperty(list('Flux divided by the median of its segment, before detrending')) raw!: number[];
  @ApiProperty(list('Flux divided by its trend, which is fitted without the transits')) detrended!: number[];
  @ApiProperty(list('Error (1 sigma) of `detrended`: to 0.05 %, and below 6e-5 in steps of 6e-8')) error!: number[];
  @ApiPropertyOptional(list('Quality bits of the mission that do not exclude the point; absent where no file has them'))
  quality?: number[];
  @ApiPropertyOptional(
    list('Column of the centroid minus its median in the segment [pixel], where every file has centroids'),
  )
  centroid_col?: number[];
  @ApiPropertyOptional(
    list('Row of the centroid minus its median in the segment [pixel], where every file has centroids'),
  )
  centroid_row?: number[];
}

export class CurveColumnsDto {
  @ApiProperty({ enum: ['BJD', 'BKJD', 'BTJD'] }) time_system!: string;
  @ApiProperty({ description: 'Exposure length [min]' }) cadence!: number;
  @ApiProperty({ description: 'Length of every column' }) rows!: number;
  @ApiProperty({ type: CurveListsDto }) columns!: CurveListsDto;
  @ApiProperty(units) units!: Record<string, string>;
}

class SpectrumListsDto {
  @ApiProperty(list('Trial period [d], rising, float64 in the binary form')) period!: number[];
  @ApiProperty(list('Signal-to-noise ratio of the best box')) power!: number[];
}

export class SpectrumColumnsDto {
  @ApiProperty({
    description:
      'Number of neighbouring trial periods of which each row is the strongest: 1, unless more than 250,000 periods were tried',
  })
  points_per_bin!: number;
  @ApiProperty({ description: 'Length of every column' }) rows!: number;
  @ApiProperty({ type: SpectrumListsDto }) columns!: SpectrumListsDto;
  @ApiProperty(units) units!: Record<string, string>;
}
