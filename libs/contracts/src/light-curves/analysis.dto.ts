import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PredictionDto } from '../predictions/prediction.dto';

const numberList = (description: string) =>
  ({ type: 'array', items: { type: 'number', nullable: true }, description }) as const;

/** Numbers over the wire: typed arrays inside the system, lists in JSON. */
export type Numbers = ArrayLike<number>;

export class MeasuredDto {
  @ApiProperty({ example: 9.48804 }) value!: number;
  @ApiProperty({ description: '1 sigma', example: 0.00003 }) error!: number;
}

export class VetTestDto {
  @ApiProperty({ example: 'odd_even' }) name!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'What was measured; null where it could not be' }) value!:
    number | null;
  @ApiProperty({ description: 'Where pass turns to fail' }) limit!: number;
  @ApiProperty({ description: 'Unit of value and limit; empty for a plain number' }) unit!: string;
  @ApiProperty({ enum: ['pass', 'fail', 'not_testable'] }) verdict!: 'pass' | 'fail' | 'not_testable';
  @ApiProperty({
    description: 'What was found and what it means',
    example: 'Odd and even transits are equally deep, as those of one planet are.',
  })
  sentence!: string;
}

export class ViewDto {
  @ApiProperty(numberList('Normalised flux: 0 is the level of the star, -1 the depth given beside')) values!: Numbers;
  @ApiProperty({ description: 'Begin of the first bin [d from mid-transit]' }) from!: number;
  @ApiProperty({ description: 'End of the last bin [d from mid-transit]' }) to!: number;
  @ApiProperty({ description: 'Depth that -1 stands for [ppm]' }) depth!: number;
}

export class RiverDto {
  @ApiProperty(numberList('One transit a row, row after row; null where there is no data')) values!: Numbers;
  @ApiProperty() rows!: number;
  @ApiProperty() columns!: number;
}

/** A view that could not be made is left out. */
export class ViewsDto {
  @ApiPropertyOptional({ type: ViewDto, description: '201 bins of the whole orbit' }) global?: ViewDto;
  @ApiPropertyOptional({ type: ViewDto, description: '61 bins around the transit' }) local?: ViewDto;
  @ApiPropertyOptional({ type: ViewDto, description: '61 bins around the strongest dip outside the transit' })
  secondary?: ViewDto;
  @ApiPropertyOptional({ type: ViewDto }) odd?: ViewDto;
  @ApiPropertyOptional({ type: ViewDto }) even?: ViewDto;
  @ApiPropertyOptional({ type: RiverDto }) river?: RiverDto;
}

export class FoldedDto {
  @ApiProperty(numberList('Time from mid-transit [h]')) phase!: Numbers;
  @ApiProperty(numberList('Relative flux')) flux!: Numbers;
  @ApiProperty(numberList('Time from mid-transit [h]')) model_phase!: Numbers;
  @ApiProperty(numberList('Relative flux of the fitted transit')) model_flux!: Numbers;
}

export class TransitsDto {
  @ApiProperty({ description: 'Transits that are there; an observed window without a dip does not count' })
  observed!: number;
  @ApiProperty({ description: 'Transits in the span of the curve' }) expected!: number;
}

export class TransitEventDto {
  @ApiProperty({ description: 'Measured mid-transit time [d]; by the linear ephemeris where `time_err` is null' })
  time!: number;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: '1 sigma [d]; null where the transit is too weak to be timed',
  })
  time_err!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Observed minus predicted time [min]' })
  o_c!: number | null;
  @ApiProperty({ description: '[ppm]' }) depth!: number;
  @ApiProperty({ description: '1 sigma, with red noise [ppm]' }) depth_err!: number;
  @ApiProperty({ description: 'Depth over its error; near 0 where the window was observed and shows no dip' })
  significance!: number;
}

export class TimingWaveDto {
  @ApiProperty({ description: '[d]' }) period!: number;
  @ApiProperty({ description: '[min]' }) amplitude!: number;
}

/** Observed minus predicted transit times. */
export class TransitTimingDto {
  @ApiProperty({ description: 'Whether the transit times vary by more than their errors explain' }) varies!: boolean;
  @ApiProperty({ description: 'Root mean square of observed minus predicted times [min]' }) scatter!: number;
  @ApiProperty({ description: 'The same as the errors alone explain it [min]' }) explained!: number;
  @ApiProperty({ type: TimingWaveDto, nullable: true, description: 'Sine that explains most of a variation' })
  wave!: TimingWaveDto | null;
}

export class DetectionDto {
  @ApiProperty({ description: '1 for the strongest' }) rank!: number;
  @ApiProperty({ type: MeasuredDto, description: 'Orbital period [d]' }) period!: MeasuredDto;
  @ApiProperty({
    type: MeasuredDto,
    description: 'Mid-transit of the first transit in the data [d, time system of the curve]',
  })
  epoch!: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, description: 'First to fourth contact [h]' }) duration!: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, description: 'Depth at mid-transit [ppm]' }) depth!: MeasuredDto;
  @ApiPropertyOptional({
    type: MeasuredDto,
    description: 'Planet radius [R_earth], where the radius of the star is known',
  })
  radius?: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, description: 'Impact parameter' }) impact!: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, description: 'Planet radius over stellar radius' }) radius_ratio!: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, description: 'Multiple event statistic' }) mes!: MeasuredDto;
  @ApiProperty({ description: 'Signal to noise of the fitted depth' }) snr!: number;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Signal detection efficiency; null where nothing was searched',
  })
  sde!: number | null;
  @ApiProperty({ type: TransitsDto }) transits!: TransitsDto;
  @ApiProperty({ type: [Number], description: 'Periods that a box search may confuse with this one [d]' })
  harmonics!: number[];
  @ApiProperty({ type: [VetTestDto] }) tests!: VetTestDto[];
  @ApiProperty({ description: 'Whether every test that could be made was passed' }) passed!: boolean;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    description: 'The row that was measured from the curve, in the fields of POST /predict',
  })
  row!: Record<string, unknown>;
  @ApiProperty({
    type: PredictionDto,
    nullable: true,
    description:
      "The model's answer for the measured row and the views that it reads; null where the mission is not known. Views were calibrated on Kepler alone: with those of TESS and K2 curves every answer is `undecided`",
  })
  prediction!: PredictionDto | null;
  @ApiProperty({ type: ViewsDto }) views!: ViewsDto;
  @ApiProperty({ type: FoldedDto }) folded!: FoldedDto;
  @ApiProperty({ type: [TransitEventDto], description: 'Every transit with data, measured on its own' })
  events!: TransitEventDto[];
  @ApiProperty({
    type: TransitTimingDto,
    nullable: true,
    description: 'How regularly the transits come; null where too few can be timed',
  })
  timing!: TransitTimingDto | null;
}

/** A transit that was seen once. */
export class SingleEventDto {
  @ApiProperty({ type: MeasuredDto, description: 'Mid-transit [d, time system of the curve]' }) time!: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, description: 'Depth at mid-transit [ppm]' }) depth!: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, description: 'First to fourth contact [h]' }) duration!: MeasuredDto;
  @ApiProperty({ description: 'Mean loss of light in the transit over its error with red noise' })
  significance!: number;
  @ApiProperty({ description: 'Shortest period at which no observed window is empty [d]' }) period_min!: number;
  @ApiProperty({
    description:
      'Longest period of a circular orbit with a transit of this duration at an impact parameter up to 0.9 [d]',
  })
  period_max!: number;
}

/** Two single events that may be transits of one planet. */
export class EventPairDto {
  @ApiProperty({ type: [Number], description: 'Mid-times [d]', minItems: 2, maxItems: 2 }) times!: number[];
  @ApiProperty({ type: [Number], description: 'Periods that fit, longest first [d]' }) periods!: number[];
}

export class TargetDto {
  @ApiPropertyOptional({ example: 'KIC 10797460' }) name?: string;
  @ApiPropertyOptional({ enum: ['KEPLER', 'K2', 'TESS'] }) mission?: string;
  @ApiPropertyOptional({ description: '[K]' }) teff?: number;
  @ApiPropertyOptional({ description: '[log10(cm/s^2)]' }) logg?: number;
  @ApiPropertyOptional({ description: '[R_sun]' }) radius?: number;
  @ApiPropertyOptional({ description: '[M_sun]' }) mass?: number;
  @ApiPropertyOptional({ description: '[mag]' }) magnitude?: number;
}

export class UsedFileDto {
  @ApiProperty() file!: string;
  @ApiPropertyOptional({ description: 'Quarter, sector or campaign', example: 'Q5' }) stretch?: string;
  @ApiProperty({ example: 'PDCSAP_FLUX' }) flux_column!: string;
  @ApiProperty({ enum: ['BJD', 'BKJD', 'BTJD'] }) time_system!: string;
  @ApiProperty({ description: 'Rows read' }) rows!: number;
  @ApiProperty({ description: 'Rows left out for a missing flux or a quality flag' }) left_out!: number;
}

export class RefusedFileDto {
  @ApiProperty() file!: string;
  @ApiProperty({ example: 'truncated' }) code!: string;
  @ApiProperty() message!: string;
}

export class CurveDto {
  @ApiProperty(numberList('[d, time system of the curve]')) time!: Numbers;
  @ApiProperty(numberList('Relative flux')) flux!: Numbers;
}

export class PeriodogramDto {
  @ApiProperty(numberList('[d]')) period!: Numbers;
  @ApiProperty(numberList('Signal to noise of the best box')) signal!: Numbers;
}

/** What a light-curve task answers. */
export class AnalysisDto {
  @ApiProperty({ type: TargetDto }) target!: TargetDto;
  @ApiProperty({ enum: ['BJD', 'BKJD', 'BTJD'], description: 'BKJD = BJD − 2454833, BTJD = BJD − 2457000' })
  time_system!: string;
  @ApiProperty({ description: 'Exposure length [min]' }) cadence!: number;
  @ApiProperty({ description: 'Points of the clean curve' }) points!: number;
  @ApiProperty({ description: 'First to last point [d]' }) span!: number;
  @ApiProperty({ type: [UsedFileDto] }) files!: UsedFileDto[];
  @ApiProperty({ type: [RefusedFileDto], description: 'Files that could not be used; the curve is made of the others' })
  refused_files!: RefusedFileDto[];
  @ApiProperty({ type: [String], description: 'What was noticed while reading and searching' }) notices!: string[];
  @ApiProperty({ type: [DetectionDto], description: 'Strongest first' }) detections!: DetectionDto[];
  @ApiProperty({
    type: [SingleEventDto],
    description: 'Transits that were seen once and so have no period, in time order; never among the detections',
  })
  single_events!: SingleEventDto[];
  @ApiProperty({ type: [EventPairDto], description: 'Single events that are alike, with the periods that fit both' })
  event_pairs!: EventPairDto[];
  @ApiProperty({ type: CurveDto, description: 'Detrended curve, binned to at most 2000 points' }) detrended!: CurveDto;
  @ApiProperty({
    type: PeriodogramDto,
    nullable: true,
    description: 'Of the first search; null where nothing was searched',
  })
  periodogram!: PeriodogramDto | null;
  @ApiProperty({ description: 'Time that the worker took [ms]' }) processing_time_ms!: number;
}
