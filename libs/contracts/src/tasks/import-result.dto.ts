import { ApiProperty } from '@nestjs/swagger';

/** The result of the task that makes a catalogue; the catalogue itself is read under its id. */
export class ImportResultDto {
  @ApiProperty({ example: 'i3f0c9a5e8b7d4c21a9e' })
  catalog_id!: string;

  @ApiProperty({ description: 'Rows of the table, refused ones included', example: 8092 })
  rows!: number;
}
