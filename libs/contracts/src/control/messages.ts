/** Message patterns of the control plane (Nest's Redis transport). Every live worker receives each message. */
export const CONTROL = {
  cancel: 'control.cancel',
  pause: 'control.pause',
  resume: 'control.resume',
  drain: 'control.drain',
  reload: 'control.reload',
  inspect: 'control.inspect',
  /** A table is about to be uploaded, to one of the workers. */
  expectTable: 'control.expect-table',
  /** Sent by a worker to the gateways. */
  reply: 'control.reply',
} as const;

/** Redis pub/sub has no key prefix, so every message names its system (`KEY_PREFIX`); processes of other systems ignore it. */
export interface ControlMessage {
  system: string;
}

export interface CancelMessage extends ControlMessage {
  kind: string;
  command: string;
  /** Id of a task of the command, or `*` for the whole command. */
  part: string;
}

/** A request to every worker, or to one. Each answers with a `ControlReply` that has the same `request`. */
export interface ControlRequest extends ControlMessage {
  request: string;
  /** Id of the HTTP request, for log lines. */
  request_id: string;
  /** Only this worker executes the request and answers. */
  worker?: string;
}

/** The questions that a worker answers about itself. */
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
  /** One of `control/answers`; a `ControlFailure` where `ok` is false. */
  answer: unknown;
}
