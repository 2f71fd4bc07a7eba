import { type Command, Redis } from 'ioredis';

/**
 * Writes all commands of one turn of the event loop together, so that they share a system call and a round trip. ioredis's
 * own pipelining does so too, but copies every script to each pipeline, and lets a turn wait for the replies of the last.
 */
export class PipelinedRedis extends Redis {
  private corked = false;

  override sendCommand(command: Command, ...rest: never[]): unknown {
    const socket = this.stream;
    if (socket && !this.corked) {
      this.corked = true;
      socket.cork();
      setImmediate(() => {
        this.corked = false;
        socket.uncork();
      });
    }
    return super.sendCommand(command, ...rest);
  }
}
