export interface RedisNode {
  host: string;
  port: number;
}

/** Where Redis is, as `REDIS_URL` says it. */
export type RedisAddress = {
  username?: string;
  password?: string;
  /** Whether connections to Redis, and to Sentinels, use TLS. */
  tls: boolean;
} & (
  | { kind: 'server'; node: RedisNode; database: number }
  /** The nodes are Sentinels, which know the present master of this name. */
  | { kind: 'sentinel'; nodes: RedisNode[]; master: string; database: number }
  /** Some nodes of a cluster; they know the others. */
  | { kind: 'cluster'; nodes: RedisNode[] }
);

/** An address that is not one of the forms. The message says what is wrong and what is allowed. */
export class RedisUrlError extends Error {
  override readonly name = 'RedisUrlError';
}

const FORMS =
  'redis://[user:password@]host:port[/database], redis+sentinel://[user:password@]host:port,host:port/master[/database] or redis+cluster://[user:password@]host:port,host:port, each with rediss for TLS';
const URL_FORM = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/\s]*)@)?([^@/?#\s]+)(?:\/([^?#\s]*))?$/;
const NODE_FORM = /^(\[[0-9A-Fa-f:.]+\]|[^:[\]]+)(?::(\d+))?$/;
const DEFAULT_PORT = { server: 6379, cluster: 6379, sentinel: 26379 } as const;

/** @throws RedisUrlError */
export function parseRedisUrl(url: string): RedisAddress {
  const parts = URL_FORM.exec(url);
  if (!parts) throw new RedisUrlError(`must look like ${FORMS}`);
  const [, scheme, suffix, login, hosts, path = ''] = parts;
  // A / in a password would end the login early: the rest would be parsed as hosts and shown in messages.
  if (url.includes('@') && (login === undefined || hosts.includes('@') || path.includes('@')))
    throw new RedisUrlError('has a / or an @ in its user or password: write them as %2F and %40');
  const kind = suffix === undefined ? 'server' : (suffix as 'sentinel' | 'cluster');
  const access = { tls: scheme === 'rediss', ...loginOf(login) };
  const nodes = hosts.split(',').map((text) => nodeOf(text, DEFAULT_PORT[kind]));
  switch (kind) {
    case 'server':
      if (nodes.length > 1)
        throw new RedisUrlError(
          'names several hosts: write redis+sentinel:// or redis+cluster:// in place of redis://',
        );
      return { kind, ...access, node: nodes[0], database: databaseOf(path) };
    case 'sentinel': {
      const [master, database = ''] = path.split('/').map(decoded);
      if (!master)
        throw new RedisUrlError(
          'needs the name of the master that the Sentinels watch after the hosts: …:26379/mymaster',
        );
      return { kind, ...access, nodes, master, database: databaseOf(database) };
    }
    case 'cluster':
      if (databaseOf(path) !== 0) throw new RedisUrlError('names a database, but a cluster has only database 0');
      return { kind, ...access, nodes };
  }
}

/** The hosts, for log lines: without a password. */
export function describeAddress(address: RedisAddress): string {
  const list = (nodes: readonly RedisNode[]) => nodes.map(({ host, port }) => `${host}:${port}`).join(', ');
  switch (address.kind) {
    case 'server':
      return `Redis at ${list([address.node])}`;
    case 'sentinel':
      return `the Redis master ${address.master} of the Sentinels ${list(address.nodes)}`;
    case 'cluster':
      return `the Redis Cluster at ${list(address.nodes)}`;
  }
}

function loginOf(login: string | undefined): { username?: string; password?: string } {
  if (!login) return {};
  const [username, password] = login.split(/:(.*)/s).map(decoded);
  return { ...(username ? { username } : {}), ...(password ? { password } : {}) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisUrlError('has a % that is not part of an encoded character: write it as %25');
  }
}

function nodeOf(text: string, defaultPort: number): RedisNode {
  const [, host, port] = NODE_FORM.exec(text) ?? [];
  if (host === undefined)
    throw new RedisUrlError(`has the host ${JSON.stringify(text)}, which must be a name or an address, with :port`);
  const number = port === undefined ? defaultPort : Number(port);
  if (number < 1 || number > 65535) throw new RedisUrlError(`has the port ${port}, which must be from 1 to 65535`);
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: number };
}

function databaseOf(text: string): number {
  if (!/^\d*$/.test(text)) throw new RedisUrlError(`has the database ${JSON.stringify(text)}, which must be a number`);
  return Number(text);
}
