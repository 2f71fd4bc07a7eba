export type { CurveTables } from './curve-tables';
export { type CurveReply, measureCurve, type StageProgress } from './measure-curve';
export type { DetectionScorer } from './score-detections';
export { vetLightCurve } from './vet-light-curve';
