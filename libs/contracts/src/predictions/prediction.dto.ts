import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { CheckDto } from '../checks/check.dto';
import { MatchDto, MultiplicityDto } from '../context/context.dto';

export const VERDICTS = ['likely_planet', 'likely_false_positive', 'undecided'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const CLASSES = ['planet', 'false_positive'] as const;
export type CandidateClass = (typeof CLASSES)[number];

export class ModelReferenceDto {
  @ApiProperty({ example: 'tabular' })
  name!: string;

  @ApiProperty({ example: '1' })
  version!: string;

  @ApiProperty({ description: 'SHA-256 of the model file' })
  sha256!: string;
}

export class InDistributionDto {
  @ApiProperty({
    description:
      'Whether the row resembles the training data: distance ≤ limit. Always false for a row without any field that the model uses for its mission. Only the row is compared, not a light curve',
  })
  value!: boolean;

  @ApiProperty({
    description:
      'How far the supplied fields lie outside the usual range of the same survey and kind of input, 1 at the limit. Nearly all rows of the archive’s tables are within it; the card of the model has the share',
    example: 0.83,
  })
  distance!: number;

  @ApiProperty({ description: 'Maximum distance of a row that counts as in distribution', example: 1 })
  limit!: number;
}

export class ContributionDto {
  @ApiProperty({ description: 'Name of the feature group', example: 'size' })
  group!: string;

  @ApiProperty({ example: 'Planet radius and transit depth' })
  title!: string;

  @ApiProperty({
    description: 'Shapley value: the contribution of the group to the log-odds of a planet',
    example: 1.27,
  })
  log_odds!: number;

  @ApiProperty({
    type: 'array',
    items: { type: 'object' },
    description: 'The supplied fields of the group, with value and unit',
    example: [{ field: 'radius', value: 1.2, unit: 'R_earth' }],
  })
  fields!: { field: string; value: number; unit: string }[];
}

export class ExplanationDto {
  @ApiProperty({
    description:
      'Log-odds when every group is missing. This value and the contributions add up to `log_odds`. The views of a light curve and the numbers of its vetting form one group, `views`',
    example: -0.31,
  })
  base_log_odds!: number;

  @ApiProperty({ example: 2.11 })
  log_odds!: number;

  @ApiProperty({ type: [ContributionDto], description: 'Strongest first' })
  contributions!: ContributionDto[];
}

export class UncertaintyDto {
  @ApiProperty({
    description:
      '16 % quantile of the probability when the values are drawn from their stated errors. Values that physics relates are drawn jointly; the views of a light curve and the numbers of its vetting are not varied. The reported probability can lie outside the quantiles, mostly above them: the measured values already contain noise, and drawing around them adds noise a second time',
    example: 0.81,
  })
  p16!: number;

  @ApiProperty({ description: 'Median of the probability', example: 0.9 })
  p50!: number;

  @ApiProperty({ description: '84 % quantile of the probability', example: 0.95 })
  p84!: number;

  @ApiProperty({ description: 'Number of draws', example: 256 })
  draws!: number;
}

/** The answer for one candidate. A score does not confirm a planet, so the verdicts are likely_planet, likely_false_positive and undecided. */
export class PredictionDto {
  @ApiPropertyOptional({ type: String, description: 'The `id` of the candidate in the request', example: 'K00752.01' })
  id?: string;

  @ApiProperty({
    enum: VERDICTS,
    description:
      '`undecided` when neither class can be excluded at the 95 % level, the row is outside the training distribution, or a check finds it impossible',
  })
  prediction!: Verdict;

  @ApiProperty({
    minimum: 0,
    maximum: 1,
    description: 'Calibrated probability that the candidate is a planet',
    example: 0.912345,
  })
  probability!: number;

  @ApiProperty({
    enum: CONFIDENCES,
    description:
      'From the probability of the likelier class: high ≥ 0.95, medium ≥ 0.80, otherwise low. Always low for `undecided`',
  })
  confidence!: Confidence;

  @ApiProperty({
    enum: CLASSES,
    isArray: true,
    description:
      'The classes that cannot be excluded at the 95 % level: conformal prediction per class, with thresholds for the mission and the kind of input (which fields the row supplies). Both when there are no thresholds, or when a check withholds the decision',
  })
  prediction_set!: CandidateClass[];

  @ApiProperty({ type: InDistributionDto })
  in_distribution!: InDistributionDto;

  @ApiProperty({ type: [String], description: 'The parts of the model that had data', example: ['tabular'] })
  heads_used!: string[];

  @ApiProperty({
    type: [String],
    description: 'Fields that the model uses for this mission and that were not supplied',
    example: ['duration', 'depth'],
  })
  missing!: string[];

  @ApiProperty({
    type: [String],
    description: 'Fields that were supplied but are not used by the model for this mission',
    example: [],
  })
  ignored!: string[];

  @ApiProperty({ type: ModelReferenceDto })
  model!: ModelReferenceDto;

  @ApiProperty({ description: 'Run time of the command that contained this candidate [ms]', example: 0.9 })
  processing_time_ms!: number;

  @ApiProperty({
    type: [CheckDto],
    description:
      'Checks that the row fails: fields that contradict each other, and reasons why the model cannot judge it. Empty for most rows. Each says whether it withholds the decision or is only evidence',
  })
  checks!: CheckDto[];

  @ApiPropertyOptional({
    type: MatchDto,
    description:
      'Another row of the batch with the same period and phase, on a star within 1° or on the same star. Rows are compared where they give `period`, `epoch` and either `ra` and `dec` or `star_id`',
  })
  match?: MatchDto;

  @ApiPropertyOptional({
    type: MultiplicityDto,
    description: 'Present where the batch has several objects of the same `star_id`',
  })
  multiplicity?: MultiplicityDto;

  @ApiPropertyOptional({
    type: Number,
    description:
      'Probability of the row alone, as `POST /predict` answers; present where `match` or `multiplicity` change it',
    example: 0.731,
  })
  probability_alone?: number;

  @ApiPropertyOptional({ type: ExplanationDto, description: 'Present with `explain=true`' })
  explanation?: ExplanationDto;

  @ApiPropertyOptional({ type: UncertaintyDto, description: 'Present with `uncertainty=true`' })
  uncertainty?: UncertaintyDto;
}

/** An invalid row of a batch, in its place (`partial=true`). */
export class RowErrorDto {
  @ApiProperty({ example: 3 })
  index!: number;

  @ApiProperty({
    example: { code: 'VALIDATION_FAILED', errors: [{ field: 'period', message: 'must be greater than 0' }] },
  })
  error!: { code: string; errors: { field: string; message: string }[] };
}

@ApiExtraModels(PredictionDto, RowErrorDto)
export class BatchResultDto {
  @ApiProperty({
    type: 'array',
    items: { oneOf: [{ $ref: getSchemaPath(PredictionDto) }, { $ref: getSchemaPath(RowErrorDto) }] },
    description: 'One entry for each row, in input order',
  })
  predictions!: (PredictionDto | RowErrorDto)[];
}
