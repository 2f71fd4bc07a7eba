export { type CurveReply, measureCurve, type StageProgress } from './measure-curve';
export type { AnalysisProgress } from './overall-progress';
export type { DetectionScorer } from './score-detections';
export { vetLightCurve, type VettingOptions } from './vet-light-curve';
