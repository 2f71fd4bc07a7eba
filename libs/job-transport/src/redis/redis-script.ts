import type { Redis } from 'ioredis';

type Command = (...parameters: (string | number | Buffer)[]) => Promise<unknown>;

/** A Lua script that runs as one atomic step. It is sent by its hash once Redis knows it. */
export class RedisScript<Reply> {
  constructor(
    private readonly name: string,
    private readonly numberOfKeys: number,
    private readonly lua: string,
  ) {}

  run(redis: Redis, keys: readonly string[], parameters: readonly (string | number | Buffer)[]): Promise<Reply> {
    const commands = redis as unknown as Record<string, Command | undefined>;
    if (!commands[this.name]) redis.defineCommand(this.name, { lua: this.lua, numberOfKeys: this.numberOfKeys });
    return commands[this.name]!(...keys, ...parameters) as Promise<Reply>;
  }
}
