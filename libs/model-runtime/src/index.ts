export { ModelError, type ModelErrorCode } from './models/model-error';
export { ModelRegistry, type GivenData, type RegistryOptions, type ServedModel } from './models/registry';
export type { DetectionViews } from './predictions/detections';
export type { PredictCall } from './predictions/call';
export { cpuLimit } from './sessions/cpu-limit';
export type { AnswerMeasurement, BatchMeasurement, ModelObserver, ShadowMeasurement } from './sessions/observer';
