/** What a worker tells about itself each TELEMETRY_UPDATE_INTERVAL. */
export interface WorkerHeartbeat {
  id: string;
  host: string;
  pid: number;
  version: string;
  /** Base address of the worker's own health routes. */
  health_address: string;
  models: { name: string; version: string; sha256: string; provider: string; default: boolean }[];
  /** Versions that a request can name, by model and newest first: those in service and those in the worker's folder. */
  versions: Record<string, string[]>;
  current_tasks: { task_id: string; kind: string; since: string }[];
  /** Commands that it runs at the same time. */
  capacity: number;
  paused: boolean;
  processed: number;
  failed: number;
  mean_processing_time_ms: number | null;
  memory_mb: number;
  /** Share of one core that the process used since the last heartbeat. */
  cpu_load: number;
  uptime_s: number;
  last_heartbeat: string;
}
