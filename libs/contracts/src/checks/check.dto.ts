import { ApiProperty } from '@nestjs/swagger';
import { type CheckName, CHECKS } from './row-checks';

/** A check that a row fails. */
export class CheckDto {
  @ApiProperty({
    enum: CHECKS,
    description:
      'The name of the check. `depth` is compared with the part of the star that the planet covers, `impact` with 1 + Rp/R★, `duration` with period and stellar density, `insolation` with luminosity and orbit, `equilibrium_temperature` with the insolation, `orbit` with the stellar radius, `snr` with depth and error. `surface_gravity`: the stellar mass that log g and radius give. `stellar_mass`: that mass over the given one. `distribution`: the distance to the training rows. `usable_fields`: whether the model uses any supplied field for the mission',
    example: 'duration',
  })
  name!: CheckName;

  @ApiProperty({
    description: 'The compared quantity; for most checks the ratio of the value to what the other fields imply',
    example: 0.0402,
  })
  value!: number;

  @ApiProperty({ description: 'The limit that the value is above or below', example: 0.1 })
  limit!: number;

  @ApiProperty({
    description:
      'Whether the check withholds the decision (the answer is `undecided`, with low confidence): the row is impossible or the model cannot judge it. Otherwise the value is only unusual, as for many false positives',
  })
  withholds_decision!: boolean;

  @ApiProperty({
    description: 'The reason in words, with the likely unit where one explains the row',
    example:
      'The transit takes 0.0402 of the time that it should around a star of this density; duration looks like days.',
  })
  sentence!: string;
}
