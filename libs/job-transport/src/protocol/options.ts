import type { RedisConnection } from '@exoplanet/redis';

/** Options on which client and server must agree. */
export interface SharedOptions {
  /**
   * Where Redis is: one server, Sentinels or a cluster. The transport itself sets how to wait and when to give up. On a cluster
   * the prefix needs a hash tag, as in `{jobs}`: scripts and flows use keys of several queues.
   */
  connection: RedisConnection;
  /** First part of every key. @default 'jobs' */
  prefix?: string;
  /** Limit on the sum of all payloads that are stored by reference [bytes]. @default 268435456 (256 MiB) */
  payloadMemoryLimit?: number;
  /** How long Redis may send nothing while commands wait for replies, before it counts as unavailable [ms]. @default 2000 */
  silenceTimeout?: number;
}

export const sharedDefaults = { prefix: 'jobs', payloadMemoryLimit: 256 * 1024 * 1024, silenceTimeout: 2000 };

/** Options with the defaults filled in; an explicit `undefined` counts as missing. */
export function withDefaults<Options extends object, Defaults extends object>(
  options: Options,
  defaults: Defaults,
): Options & Defaults {
  const defined = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...defaults, ...defined } as Options & Defaults;
}
