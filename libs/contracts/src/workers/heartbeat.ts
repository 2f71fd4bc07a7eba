/** What a worker reports about itself every TELEMETRY_UPDATE_INTERVAL. */
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
  /** Commands of one kind that it runs at the same time. */
  capacity: number;
  paused: boolean;
  /** Tasks completed since the worker started. */
  processed: number;
  /** Tasks that failed since the worker started. Cancelled tasks, and those handed back to run elsewhere, are not among them. */
  failed: number;
  /** Mean time of a run that completed or failed [ms]; null before the first. */
  mean_processing_time_ms: number | null;
  memory_mb: number;
  /** Share of one core that the process used since the last heartbeat. */
  cpu_load: number;
  uptime_s: number;
  last_heartbeat: string;
}
