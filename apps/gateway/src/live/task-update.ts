import type { ServerMessage } from '@exoplanet/contracts';

/**
 * The state of a task as all of its subscribers get it. A result can have megabytes: it stays text, and is parsed once for a
 * protocol that needs objects.
 */
export class TaskUpdate {
  private parsed?: ServerMessage;

  constructor(
    readonly isFinal: boolean,
    readonly json: string,
  ) {}

  get message(): ServerMessage {
    return (this.parsed ??= JSON.parse(this.json) as ServerMessage);
  }
}
