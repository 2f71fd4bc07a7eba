/** Message patterns of the control plane (Nest's Redis transport): every live worker gets each one. */
export const CONTROL = {
  cancel: 'control.cancel',
  pause: 'control.pause',
  resume: 'control.resume',
  drain: 'control.drain',
  reload: 'control.reload',
  inspect: 'control.inspect',
  /** From a worker to the gateways. */
  reply: 'control.reply',
} as const;

/** Redis pub/sub knows no prefix: every message names the system (`KEY_PREFIX`) that it is meant for, and others drop it. */
export interface ControlMessage {
  system: string;
}

export interface CancelMessage extends ControlMessage {
  kind: string;
  command: string;
  /** Task id inside the command, or `*` for all of it. */
  part: string;
}

/** A request to every worker, or to one. Each answers with a `ControlReply` carrying the same `request`. */
export interface ControlRequest extends ControlMessage {
  request: string;
  /** Of the HTTP request, for the log lines. */
  request_id: string;
  /** Only this worker acts and answers. */
  worker?: string;
}

/** What a worker can be asked about itself. */
export const INSPECTIONS = ['ping', 'active', 'registered', 'stats', 'queues'] as const;
export type Inspection = (typeof INSPECTIONS)[number];

export interface InspectRequest extends ControlRequest {
  what: Inspection;
}

export interface ReloadRequest extends ControlRequest {
  model: string;
  /** Version to put in service; the newest without it. */
  version?: string;
}

export interface ControlReply extends ControlMessage {
  request: string;
  worker: string;
  ok: boolean;
  /** One of `control/answers`; where it is not ok, a `ControlFailure`. */
  answer: unknown;
}
