import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LIGHT_CURVE_FAULTS, type LightCurveFault } from '../errors/light-curve-faults';
import { PredictionDto } from '../predictions/prediction.dto';

const numberList = (description: string) =>
  ({ type: 'array', items: { type: 'number', nullable: true }, description }) as const;

/** A list of numbers: a typed array inside the system, a list in JSON. */
export type Numbers = ArrayLike<number>;

export class MeasuredDto {
  @ApiProperty({ example: 9.48804 }) value!: number;
  @ApiProperty({ description: '1 sigma', example: 0.00003 }) error!: number;
}

export class VetTestDto {
  @ApiProperty({ example: 'odd_even' }) name!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'The measured value; null where it could not be measured' })
  value!: number | null;
  @ApiProperty({ description: 'The value at which the verdict changes from pass to fail' }) limit!: number;
  @ApiProperty({
    enum: ['maximum', 'minimum'],
    description: 'Whether `limit` is the highest value that passes, or the lowest',
  })
  limit_is!: 'maximum' | 'minimum';
  @ApiProperty({ description: 'Unit of `value` and `limit`; empty for a plain number' }) unit!: string;
  @ApiProperty({ enum: ['pass', 'fail', 'not_testable'] }) verdict!: 'pass' | 'fail' | 'not_testable';
  @ApiProperty({
    description: 'The finding and what it means',
    example: 'Odd and even transits are equally deep, as expected for a single planet.',
  })
  sentence!: string;
}

export class ViewDto {
  @ApiProperty(numberList('Normalised flux: 0 is the level outside the transit, -1 the depth in `depth`'))
  values!: Numbers;
  @ApiProperty({ description: 'Start of the first bin [d from mid-transit]' }) from!: number;
  @ApiProperty({ description: 'End of the last bin [d from mid-transit]' }) to!: number;
  @ApiProperty({ description: 'Depth that corresponds to -1 [ppm]' }) depth!: number;
}

export class RiverDto {
  @ApiProperty(numberList('Row-major, one transit in each row; null where there is no data')) values!: Numbers;
  @ApiProperty() rows!: number;
  @ApiProperty() columns!: number;
}

/** A view for which there is too little data is left out. */
export class ViewsDto {
  @ApiPropertyOptional({ type: ViewDto, description: 'The whole orbit in 201 bins' }) global?: ViewDto;
  @ApiPropertyOptional({ type: ViewDto, description: 'The surroundings of the transit in 61 bins' }) local?: ViewDto;
  @ApiPropertyOptional({
    type: ViewDto,
    description: 'The surroundings of the strongest dip outside the transit in 61 bins',
  })
  secondary?: ViewDto;
  @ApiPropertyOptional({ type: ViewDto, description: 'As `local`, from the odd transits only' }) odd?: ViewDto;
  @ApiPropertyOptional({ type: ViewDto, description: 'As `local`, from the even transits only' }) even?: ViewDto;
  @ApiPropertyOptional({ type: RiverDto, description: 'Each transit as one row of an image' }) river?: RiverDto;
}

export class FoldedDto {
  @ApiProperty(numberList('Time from mid-transit [h]')) phase!: Numbers;
  @ApiProperty(numberList('Relative flux')) flux!: Numbers;
  @ApiProperty(numberList('Time from mid-transit [h]')) model_phase!: Numbers;
  @ApiProperty(numberList('Relative flux of the fitted transit')) model_flux!: Numbers;
}

export class TransitsDto {
  @ApiProperty({ description: 'Number of transits seen; an observed window without a dip does not count' })
  observed!: number;
  @ApiProperty({ description: 'Transits between the first and the last point' }) expected!: number;
}

export class TransitEventDto {
  @ApiProperty({ description: 'Measured mid-transit time [d]; by the linear ephemeris where `time_err` is null' })
  time!: number;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: '1 sigma [d]; null where the transit is too weak, or too little of it was observed, to be timed',
  })
  time_err!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Observed minus predicted time [min]' })
  o_c!: number | null;
  @ApiProperty({ description: 'Depth [ppm]' }) depth!: number;
  @ApiProperty({ description: 'Error (1 sigma) of the depth, with red noise [ppm]' }) depth_err!: number;
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
  @ApiProperty({ description: 'The scatter that the errors alone would cause [min]' }) explained!: number;
  @ApiProperty({ type: TimingWaveDto, nullable: true, description: 'Sine that explains most of a variation' })
  wave!: TimingWaveDto | null;
}

/** A place in an image [pixels]; 0 is the centre of the first column or row. */
export class PixelPlaceDto {
  @ApiProperty() column!: number;
  @ApiProperty() row!: number;
}

/** A point source that was fitted in an image. */
export class PointSourceDto extends PixelPlaceDto {
  @ApiProperty({ description: '1 sigma [pixel]' }) column_err!: number;
  @ApiProperty({ description: '1 sigma [pixel]' }) row_err!: number;
  @ApiProperty({ description: 'Its flux divided by the error of the flux' }) significance!: number;
}

/** The light that is lost in the transits, pixel by pixel, in one target pixel file. */
export class DifferenceImageDto {
  @ApiProperty() file!: string;
  @ApiPropertyOptional({ description: 'Quarter, sector or campaign', example: 'S14' }) stretch?: string;
  @ApiProperty({ description: 'Columns of the images' }) width!: number;
  @ApiProperty({ description: 'Rows of the images' }) height!: number;
  @ApiProperty({ type: PixelPlaceDto, description: 'Column and row of the first pixel on the CCD' })
  corner!: PixelPlaceDto;
  @ApiProperty({ description: 'Number of transits with images before and after them' }) transits!: number;
  @ApiProperty(numberList('Mean image just outside the transits [e-/s], row by row')) out_of_transit!: Numbers;
  @ApiProperty(numberList('Mean image just outside the transits minus the mean image in transit [e-/s], row by row'))
  difference!: Numbers;
  @ApiProperty(numberList('1 for each pixel of the aperture, otherwise 0, row by row')) aperture!: Numbers;
  @ApiProperty({
    type: PixelPlaceDto,
    nullable: true,
    description: 'Catalogue position of the target; null where the file has no coordinates',
  })
  target!: PixelPlaceDto | null;
  @ApiProperty({
    type: PointSourceDto,
    nullable: true,
    description: 'Where the light is lost; null where the difference is too faint',
  })
  lost!: PointSourceDto | null;
  @ApiProperty({
    type: PointSourceDto,
    nullable: true,
    description: 'The star nearest to where the target is expected',
  })
  star!: PointSourceDto | null;
}

/** How far from the target the light is lost, over all files. */
export class SourceOffsetDto {
  @ApiProperty({ type: MeasuredDto, description: '[pixel]' }) pixels!: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, nullable: true, description: '[arcsec]; null where the files have no coordinates' })
  arcsec!: MeasuredDto | null;
  @ApiProperty({
    enum: ['catalogue', 'image'],
    description: 'What it is measured from: the position in the catalogue, or the star in the image',
  })
  from!: 'catalogue' | 'image';
}

export class DetectionDto {
  @ApiProperty({ description: '1 is the strongest' }) rank!: number;
  @ApiProperty({ type: MeasuredDto, description: 'Orbital period [d]' }) period!: MeasuredDto;
  @ApiProperty({
    type: MeasuredDto,
    description: 'Middle of the first transit in the data [d, time system of the curve]',
  })
  epoch!: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, description: 'First to fourth contact [h]' }) duration!: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, description: 'Depth at mid-transit [ppm]' }) depth!: MeasuredDto;
  @ApiPropertyOptional({
    type: MeasuredDto,
    description: 'Planet radius [R_earth]; present where the radius of the star is known',
  })
  radius?: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, description: 'Impact parameter' }) impact!: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, description: 'Planet radius over stellar radius' }) radius_ratio!: MeasuredDto;
  @ApiProperty({ type: MeasuredDto, description: 'Multiple event statistic' }) mes!: MeasuredDto;
  @ApiProperty({ description: 'Signal-to-noise ratio of the fitted depth' }) snr!: number;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Signal detection efficiency; null where the search was skipped',
  })
  sde!: number | null;
  @ApiProperty({ type: TransitsDto }) transits!: TransitsDto;
  @ApiProperty({
    type: [Number],
    description: 'Harmonics and aliases: periods that a box search may confuse with this one [d]',
  })
  harmonics!: number[];
  @ApiProperty({ type: [VetTestDto] }) tests!: VetTestDto[];
  @ApiProperty({ description: 'Whether the detection passed every test for which there was enough data' })
  passed!: boolean;
  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'number' }, { type: 'string' }] },
    description: 'The values measured from the curve and the mission, in the fields of POST /predict',
  })
  row!: Record<string, unknown>;
  @ApiProperty({
    type: PredictionDto,
    nullable: true,
    description:
      'The prediction from the measured values and, for Kepler curves, the views and the numbers of the vetting; null where the mission is not known. A detection that fails a test is not called a planet. Without a `model`, the measured row decides curves of TESS and K2, because views were calibrated with Kepler data only: a model that uses them answers `undecided` there',
  })
  prediction!: PredictionDto | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'What decided the prediction, in sentences: the row, or the row with views and vetting, on what data that was calibrated, and failed tests that withhold an answer; null without a prediction',
  })
  decision!: string | null;
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
  @ApiProperty({ type: [DifferenceImageDto], description: 'One for each target pixel file that shows a transit' })
  difference_images!: DifferenceImageDto[];
  @ApiProperty({
    type: SourceOffsetDto,
    nullable: true,
    description: 'Null without target pixel files, or where the difference is too faint',
  })
  source_offset!: SourceOffsetDto | null;
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
  @ApiPropertyOptional({ description: 'Effective temperature [K]' }) teff?: number;
  @ApiPropertyOptional({ description: 'Surface gravity [log10(cm/s^2)]' }) logg?: number;
  @ApiPropertyOptional({ description: 'Radius [R_sun]' }) radius?: number;
  @ApiPropertyOptional({ description: 'Mass [M_sun]' }) mass?: number;
  @ApiPropertyOptional({ description: 'Magnitude in the band of the mission [mag]' }) magnitude?: number;
  @ApiPropertyOptional({ description: '1 sigma [K]' }) teff_err?: number;
  @ApiPropertyOptional({ description: '1 sigma [log10(cm/s^2)]' }) logg_err?: number;
  @ApiPropertyOptional({ description: '1 sigma [R_sun]' }) radius_err?: number;
  @ApiPropertyOptional({ description: '1 sigma [mag]' }) magnitude_err?: number;
}

export class UsedFileDto {
  @ApiProperty() file!: string;
  @ApiPropertyOptional({ description: 'Quarter, sector or campaign', example: 'Q5' }) stretch?: string;
  @ApiProperty({ example: 'PDCSAP_FLUX' }) flux_column!: string;
  @ApiProperty({ enum: ['BJD', 'BKJD', 'BTJD'] }) time_system!: string;
  @ApiProperty({ description: 'Rows in the file' }) rows!: number;
  @ApiProperty({ description: 'Rows that were not used, because the flux is missing or a quality flag is set' })
  left_out!: number;
}

export class RefusedFileDto {
  @ApiProperty() file!: string;
  @ApiProperty({ enum: Object.keys(LIGHT_CURVE_FAULTS), example: 'TRUNCATED' }) code!: LightCurveFault;
  @ApiProperty() message!: string;
}

export class CurveDto {
  @ApiProperty(numberList('Time [d, time system of the curve]')) time!: Numbers;
  @ApiProperty(numberList('Relative flux')) flux!: Numbers;
  @ApiProperty({
    description:
      'Number of neighbouring points that each value is the mean of; 1 where nothing was thinned. GET /tasks/{task_id}/curve has every point',
  })
  points_per_bin!: number;
}

export class PeriodogramDto {
  @ApiProperty(numberList('Period [d]')) period!: Numbers;
  @ApiProperty(numberList('Signal-to-noise ratio of the best box')) signal!: Numbers;
  @ApiProperty({
    description:
      'Number of neighbouring trial periods of which each value is the strongest; 1 where nothing was thinned. GET /tasks/{task_id}/spectrum has every one',
  })
  points_per_bin!: number;
}

/** The answer of a light-curve task. */
export class AnalysisDto {
  @ApiProperty({ type: TargetDto }) target!: TargetDto;
  @ApiProperty({ enum: ['BJD', 'BKJD', 'BTJD'], description: 'BKJD = BJD − 2454833, BTJD = BJD − 2457000' })
  time_system!: string;
  @ApiProperty({ description: 'Exposure length [min]' }) cadence!: number;
  @ApiProperty({ description: 'Points that were used' }) points!: number;
  @ApiProperty({ description: 'Time from the first to the last point [d]' }) span!: number;
  @ApiProperty({ type: [UsedFileDto] }) files!: UsedFileDto[];
  @ApiProperty({
    type: [RefusedFileDto],
    description: 'Files that could not be used; the curve is made of the others',
  })
  refused_files!: RefusedFileDto[];
  @ApiProperty({ type: [String], description: 'Remarks about the files and the search' })
  notices!: string[];
  @ApiProperty({ type: [DetectionDto], description: 'Strongest first' }) detections!: DetectionDto[];
  @ApiProperty({
    type: [SingleEventDto],
    description: 'Transits that were seen once and so have no period, in time order; never among the detections',
  })
  single_events!: SingleEventDto[];
  @ApiProperty({ type: [EventPairDto], description: 'Single events that are alike, with the periods that fit both' })
  event_pairs!: EventPairDto[];
  @ApiProperty({ type: CurveDto, description: 'The detrended curve, thinned to at most 2000 points' })
  detrended!: CurveDto;
  @ApiProperty({
    type: PeriodogramDto,
    nullable: true,
    description: 'Periodogram of the first search, thinned to at most 2000 points; null where the search was skipped',
  })
  periodogram!: PeriodogramDto | null;
  @ApiProperty({ description: 'Run time on the worker [ms]' }) processing_time_ms!: number;
}
