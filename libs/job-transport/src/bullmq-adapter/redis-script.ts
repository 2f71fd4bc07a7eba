import type { Redis } from 'ioredis';

type Argument = string | number | Buffer;
type Command = (...parameters: Argument[]) => Promise<unknown>;

/** A Lua script that Redis runs as one atomic step. It is sent by its hash once Redis knows it. */
export class RedisScript<Reply> {
  constructor(
    private readonly name: string,
    private readonly numberOfKeys: number,
    private readonly lua: string,
  ) {}

  run(redis: Redis, keys: readonly string[], parameters: readonly Argument[]): Promise<Reply> {
    const commands = redis as unknown as Record<string, Command | undefined>;
    if (!commands[this.name]) redis.defineCommand(this.name, { lua: this.lua, numberOfKeys: this.numberOfKeys });
    return commands[this.name]!(...keys, ...parameters) as Promise<Reply>;
  }
}
