export { type SourceFile } from './clean/clean-file';
export { type ClipOptions, clipUpward } from './clean/clip';
export { prepare, type PreparedLightCurve, type PrepareOptions } from './clean/prepare';
export { type QualityLevel, qualityMask } from './clean/quality';
export { segmentRanges } from './clean/segments';
export { detrend, type DetrendOptions, trendOf } from './detrend/detrend';
export { transitMask } from './detrend/transit-mask';
export { maskedWindow, searchWindow } from './detrend/window';
export * from './errors';
export { type FitOptions, fitTransit, type Measured, modelFlux, type TransitFit } from './fit/fit-transit';
export { contactDuration, type InjectedPlanet, injectTransits } from './inject/inject-transit';
export { mandelAgolFlux, type QuadraticLimb, uniformOcculted } from './inject/mandel-agol';
export { inverted, scrambled } from './inject/noise-only';
export { type RecoveryTrial, recoveryTrial } from './inject/recovery-trial';
export { seededRandom } from './inject/seeded-random';
export type {
  Analysis,
  AnalyzeOptions,
  CurvePlot,
  Detection,
  FoldedPlot,
  PeriodogramPlot,
  Stage,
} from './pipeline/analysis';
export { analyze } from './pipeline/analyze';
export { findPlanets, type FoundPlanets } from './pipeline/find-planets';
export { type MeasuredRow, measureRow } from './pipeline/measure-row';
export { withoutTransits } from './pipeline/without-transits';
export { type LightCurveArrays, readLightCurveArrays } from './read/json-light-curve';
export * from './read/limits';
export { readLightCurveFile, readLightCurveFiles } from './read/read-light-curve';
export { timeShift } from './read/time-system';
export { type FoldedPanel, type ReportPage, type ReportTest, type ReportVerdict, type Series } from './report/page';
export { type CurvePanels, curvePanels } from './report/panels';
export { reportSvg } from './report/report-svg';
export { type BoxSpectrum, boxSpectrum } from './search/box-spectrum';
export { frequencyGrid, type FrequencyGridOptions } from './search/frequency-grid';
export { harmonicOf, HARMONICS } from './search/harmonics';
export { type MultipleEvent, multipleEvent, type TransitEvent } from './search/multiple-event';
export { centralDuration, durationRange, starDensity } from './search/orbit-limits';
export { type Control, Stopped } from './search/pace';
export { type PhaseScan, phaseScan } from './search/phase-scan';
export { type SearchHit, type SearchOptions, type SearchResult, searchTransits } from './search/search-transits';
export * from './types';
export { MES_LIMIT } from './vet/significance';
export { vetDetection } from './vet/vet-detection';
export type { Verdict, VetName, VetSubject, VetTest } from './vet/vet-test';
export { type BinningProblem, type Bins } from './views/binning';
export { flattenForViews } from './views/flatten';
export { fold, type Folded, phaseTime, transitNumber } from './views/fold';
export { GLOBAL_BINS, LOCAL_BINS, makeViews, type Views } from './views/make-views';
export { type River, RIVER_ROWS } from './views/river';
export { type View, type ViewProblem, type ViewScale } from './views/view';
export { VIEW_INPUTS, type ViewInputs, viewInputs } from './views/view-inputs';
