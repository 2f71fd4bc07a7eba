export type { DetectionViews } from './predictions/predict-detections';
export type { AnswerMeasurement, ModelObserver, ShadowMeasurement } from './registry/observer';
export { ModelRegistry, type RegistryOptions } from './registry/registry';
export { cpuLimit } from './session/cpu-limit';
export type { BatchMeasurement } from './session/inference-queue';
export { ModelError } from './session/model-error';
