import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { workspaceRoot } from '../build/aliases.mjs';
import { composeCommand } from '../dev/requirements.mjs';
import { environmentOf, readStages } from './dockerfile.mjs';
import { environmentNames } from './environment-names.mjs';

interface Service {
  image: string;
  build?: { context: string; dockerfile: string; target: string };
  command?: string[];
  container_name?: string;
  environment?: Record<string, string>;
  ports?: string[];
  read_only?: boolean;
  mem_limit?: string;
  depends_on?: Record<string, { condition: string }>;
  stop_grace_period?: string;
  healthcheck?: unknown;
}

const file = join(workspaceRoot, 'docker/compose.yaml');
const text = readFileSync(file, 'utf8');
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
const ours = Object.entries(services).filter(([, { build }]) => build);
const compose = composeCommand();

describe('compose.yaml', () => {
  it.skipIf(!compose)('is accepted by compose (needs docker compose)', () => {
    const [program, ...args] = compose!;
    const { status, stderr } = spawnSync(program, [...args, '--file', '-', 'config', '--quiet'], {
      cwd: dirname(file),
      input: text,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('keeps accepted tasks: Redis writes an append-only file and evicts nothing', () => {
    const command = services.redis.command!.join(' ');
    for (const setting of ['--appendonly yes', '--appendfsync everysec', '--maxmemory-policy noeviction'])
      expect(command).toContain(setting);
    expect(services.redis.healthcheck).toBeDefined();
  });

  it('limits the memory of every service, and Redis refuses writes between its payloads and its limit', () => {
    for (const [name, { mem_limit }] of Object.entries(services)) expect(mem_limit, name).toMatch(/:-\d+[gm]\}$/);
    const { command = [], mem_limit, environment } = services.redis;
    const maxmemory = bytes(valueOf(command[command.indexOf('--maxmemory') + 1]));
    expect(maxmemory).toBeGreaterThan(Number(valueOf(services.gateway.environment!.PAYLOAD_MEMORY_LIMIT)));
    expect(maxmemory).toBeLessThan(0.75 * bytes(valueOf(mem_limit!)));
    expect(command.join(' ')).toContain('--requirepass ${REDIS_PASSWORD:-}');
    expect(environment).toEqual({ REDISCLI_AUTH: '${REDIS_PASSWORD:-}' });
  });

  it('passes on every variable except those that the images and the host set', () => {
    const setElsewhere = [
      'HOST',
      'PORT',
      'MONITOR_PORT',
      'WORKER_NAME',
      'WORKER_HEALTH_PORT',
      'MODEL_PATH',
      'EXECUTION_PROVIDERS',
      // Of another Redis than the one beside them.
      'REDIS_SENTINEL_PASSWORD',
      'REDIS_CA',
      'REDIS_CERT',
      'REDIS_KEY',
    ];
    const passed = new Set(ours.flatMap(([, { environment }]) => Object.keys(environment!)));
    expect(environmentNames().filter((name) => !passed.has(name) && !setElsewhere.includes(name))).toEqual([]);
  });

  it('can be scaled: a worker has no fixed name and publishes no port', () => {
    expect(services.inference.container_name).toBeUndefined();
    expect(services.inference.ports).toBeUndefined();
  });

  it('publishes the ports that the gateway listens on', () => {
    const { PORT, MONITOR_PORT } = environmentOf(readStages(), 'gateway');
    expect(services.gateway.ports!.map((port) => port.split(':').at(-1))).toEqual([PORT, MONITOR_PORT]);
    expect(services.gateway.ports!.join(' ')).toMatch(/\$\{PORT:-8000\}.*\$\{MONITOR_PORT:-5555\}/);
  });

  describe.each(ours)('%s', (_, service) => {
    it('is built from a stage of the Dockerfile', () => {
      expect([...readStages().keys()]).toContain(service.build!.target);
      expect(service.image).toBe(`exoplanet-${service.build!.target}`);
    });

    it('is given only variables that exist', () => {
      // Those of AWS are read by its client, and TMPDIR by Node.js.
      const others = /^(AWS_(REGION|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|ENDPOINT_URL_S3)|TMPDIR)$/;
      const known = environmentNames();
      expect(Object.keys(service.environment!).filter((name) => !known.includes(name) && !others.test(name))).toEqual(
        [],
      );
    });

    it('has a read-only file system and waits for Redis', () => {
      expect(service.read_only).toBe(true);
      expect(service.depends_on).toEqual({ redis: { condition: 'service_healthy' } });
    });
  });

  it('lets a worker finish the longest task before it is killed', () => {
    expect(parseInt(services.inference.stop_grace_period!)).toBeGreaterThan(300);
  });
});

/** The default in `${NAME:-default}`. */
const valueOf = (text: string): string => /:-(.*)\}$/.exec(text)?.[1] ?? text;

/** `1280mb` or `2g` as bytes. */
function bytes(text: string): number {
  const [, number, unit] = /^(\d+)([gm])b?$/.exec(text)!;
  return Number(number) * 1024 ** (unit === 'g' ? 3 : 2);
}
