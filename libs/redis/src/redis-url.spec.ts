import { describe, expect, it } from 'vitest';
import { describeAddress, parseRedisUrl } from './redis-url';

describe('the address of Redis', () => {
  it.each([
    ['redis://127.0.0.1:6380', { kind: 'server', tls: false, node: { host: '127.0.0.1', port: 6380 }, database: 0 }],
    [
      'rediss://app:p%40ss:word@redis.example/3',
      {
        kind: 'server',
        tls: true,
        username: 'app',
        password: 'p@ss:word',
        node: { host: 'redis.example', port: 6379 },
        database: 3,
      },
    ],
    [
      'redis://:secret@[::1]:6379',
      { kind: 'server', tls: false, password: 'secret', node: { host: '::1', port: 6379 }, database: 0 },
    ],
    [
      'redis+sentinel://app:pw@s1:26379,s2/mymaster/1',
      {
        kind: 'sentinel',
        tls: false,
        username: 'app',
        password: 'pw',
        nodes: [
          { host: 's1', port: 26379 },
          { host: 's2', port: 26379 },
        ],
        master: 'mymaster',
        database: 1,
      },
    ],
    [
      'rediss+cluster://n1:7000,n2:7001',
      {
        kind: 'cluster',
        tls: true,
        nodes: [
          { host: 'n1', port: 7000 },
          { host: 'n2', port: 7001 },
        ],
      },
    ],
  ])('reads %s', (url, address) => {
    expect(parseRedisUrl(url)).toEqual(address);
  });

  it.each([
    ['http://host', 'must look like redis://'],
    ['redis://', 'must look like redis://'],
    ['redis://host:port', 'has the host "host:port"'],
    ['redis://host/one', 'has the database "one", which must be a number'],
    ['redis://100%@host', 'write it as %25'],
    ['redis+sentinel://host', 'needs the name of the master'],
  ])('refuses %s and says why', (url, reason) => {
    expect(() => parseRedisUrl(url)).toThrow(reason);
  });

  it('is described without a password', () => {
    expect(describeAddress(parseRedisUrl('redis+sentinel://app:secret@s1,s2/mymaster'))).toBe(
      'the Redis master mymaster of the Sentinels s1:26379, s2:26379',
    );
  });
});
