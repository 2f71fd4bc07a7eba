/** What a browser imports: the parts of the contracts without decorators, so that no page loads Nest. */
export * from './candidate/fields';
export * from './errors/catalogue';
export type { AnalysisDto, DetectionDto, VetTestDto } from './light-curves/analysis.dto';
export type { ServerMessage } from './live/messages';
export type { WorkerHeartbeat } from './workers/heartbeat';
