import { Cluster, type Command, Redis, type RedisOptions } from 'ioredis';
import { closeWhenSilent } from './close-when-silent';
import type { RedisNode } from './redis-url';

/** How to connect to Redis: options of ioredis, and the known nodes where it is a cluster. */
export interface RedisConnection extends RedisOptions {
  clusterNodes?: readonly RedisNode[];
}

/** Options of ioredis, but for those that measure time by timers alone: `closeWhenSilent` says why. */
export interface ConnectionOptions extends Omit<RedisOptions, 'commandTimeout' | 'socketTimeout'> {
  /**
   * How long Redis may send nothing while commands wait for their replies [ms]; then these are rejected, and the connection is
   * opened anew. @default no limit
   */
  silenceTimeout?: number;
}

/**
 * How often a command to a cluster is sent at most: it follows slots that move, and waits for nodes that connect. ioredis's 16 would
 * wait as often for a node that hangs.
 */
const CLUSTER_TRIES = 3;

/** Time before the next attempt to connect [ms]. Attempts never end. */
const reconnectDelay = (attempt: number): number => Math.min(50 * attempt, 1000);

/** A node that became a replica in a failover refuses writes: the connection finds the new master and repeats the command. */
const reconnectOnError = (error: Error): 2 | false => (error.message.startsWith('READONLY') ? 2 : false);

/**
 * Opens a connection. A cluster is typed as `Redis` too: it has the same commands and events, as long as all keys of a
 * command are in one slot. @param more options of this connection
 */
export function openRedis(connection: RedisConnection, more: ConnectionOptions = {}): Redis {
  const { silenceTimeout = Infinity, ...additions } = more;
  const { clusterNodes, ...options }: RedisConnection = {
    retryStrategy: reconnectDelay,
    reconnectOnError,
    ...connection,
    ...additions,
  };
  if (clusterNodes) return openCluster(clusterNodes, options, silenceTimeout);
  const redis = new PipelinedRedis({ ...options, replyMapping: 'legacy' });
  if (silenceTimeout < Infinity) closeWhenSilent(redis, silenceTimeout);
  return redis;
}

function openCluster(nodes: readonly RedisNode[], options: RedisOptions, silenceTimeout: number): Redis {
  const { lazyConnect, enableOfflineQueue, enableAutoPipelining, ...redisOptions } = options;
  // The cluster replaces nodes that it loses; they do not connect again on their own.
  delete redisOptions.retryStrategy;
  delete redisOptions.reconnectOnError;
  const cluster = new Cluster([...nodes], {
    lazyConnect,
    enableOfflineQueue,
    enableAutoPipelining,
    clusterRetryStrategy: reconnectDelay,
    maxRedirections: CLUSTER_TRIES,
    // A name in a certificate is compared with the name under which the node is known, not with its address.
    dnsLookup: (address, callback) => callback(null, address),
    redisOptions: { ...redisOptions, replyMapping: 'legacy' },
  });
  if (silenceTimeout < Infinity) cluster.on('+node', (node: Redis) => closeWhenSilent(node, silenceTimeout));
  return cluster as unknown as Redis;
}

/**
 * Sends all commands of one turn of the event loop in one write to the socket. ioredis's own auto-pipelining also does so,
 * but it copies every script into each pipeline and delays a turn until the replies of the previous one.
 * Depends on two parts of ioredis that are not documented: `sendCommand` receives every command, `stream` is the socket.
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
