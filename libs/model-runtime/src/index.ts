export { ModelError } from './models/model-error';
export { type GivenData, ModelRegistry, type RegistryOptions, type ServedModel } from './models/registry';
export type { PredictCall } from './predictions/call';
export type { DetectionViews } from './predictions/detections';
export { cpuLimit } from './sessions/cpu-limit';
export type { AnswerMeasurement, BatchMeasurement, ModelObserver, ShadowMeasurement } from './sessions/observer';
