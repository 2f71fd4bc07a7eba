import { describe, expect, it } from 'vitest';
import { readEnvironment } from './load';
import { defaultText, variables } from './variable';

describe('the environment', () => {
  it('has a default for every variable that a start requires', () => {
    const env = readEnvironment({});
    expect(env).toMatchObject({
      HOST: '0.0.0.0',
      PORT: 8000,
      DEBUG: false,
      MAX_BATCH_SIZE: 10_000,
      TASK_TIMEOUT: 300,
      TELEMETRY_UPDATE_INTERVAL: 2,
    });
    expect(env.CORS_ORIGINS).toEqual(['http://localhost:3000', 'http://localhost:3001']);
  });

  it.each([
    ['LOG_LEVEL', 'WARNING', 'warn'],
    ['LOG_LEVEL', 'Info', 'info'],
    ['DEBUG', 'True', true],
    ['DEBUG', '0', false],
    ['CORS_ORIGINS', '["https://sky.example"]', ['https://sky.example']],
    ['EXECUTION_PROVIDERS', 'CUDA, cpu', ['cuda', 'cpu']],
    ['EXECUTION_PROVIDERS', '["CUDA", "cpu"]', ['cuda', 'cpu']],
    ['EXECUTION_PROVIDERS', '["cpu"]', ['cpu']],
    ['PORT', ' 9000 ', 9000],
    ['WORKER_NAME', '', undefined],
  ] as const)('reads %s=%s', (name, text, value) => {
    expect(readEnvironment({ [name]: text })[name]).toEqual(value);
  });

  it.each([
    ['PORT', 'eighty', /PORT/],
    ['PORT', '70000', /PORT must not be greater than 65535/],
    ['DEBUG', 'maybe', /DEBUG must be true or false/],
    ['CORS_ORIGINS', 'http://localhost', /CORS_ORIGINS must be a JSON array/],
    ['CORS_ORIGINS', '["not an origin"]', /CORS_ORIGINS/],
    ['LOG_LEVEL', 'loud', /LOG_LEVEL must be one of/],
    ['REDIS_URL', 'localhost', /REDIS_URL must look like redis:/],
    ['REDIS_URL', 'redis://a:6379,b:6379', /REDIS_URL names several hosts: write redis\+sentinel/],
    ['REDIS_URL', 'redis+sentinel://a:26379,b', /REDIS_URL needs the name of the master/],
    ['REDIS_URL', 'redis+cluster://a:6379/2', /REDIS_URL names a database, but a cluster has only database 0/],
    ['REDIS_URL', 'redis://a:70000', /REDIS_URL has the port 70000, which must be from 1 to 65535/],
    ['REDIS_CA', '/no/such/file', /REDIS_CA must be a file that this process can read/],
    ['MAX_BATCH_SIZE', '0', /MAX_BATCH_SIZE must not be less than 1/],
    ['TASK_TIMEOUT', 'NaN', /TASK_TIMEOUT/],
    ['WORKER_NAME', 'a b', /WORKER_NAME/],
    ['EXECUTION_PROVIDERS', 'quantum', /EXECUTION_PROVIDERS/],
    ['EXECUTION_PROVIDERS', '["quantum"]', /EXECUTION_PROVIDERS/],
    ['EXECUTION_PROVIDERS', '["cpu"', /EXECUTION_PROVIDERS must be a list of cuda and cpu/],
    ['API_KEYS', 'secret', /API_KEYS must be a JSON array/],
    ['API_KEYS', '[]', /API_KEYS should not be empty/],
    ['API_KEYS', '["a"]', /API_KEYS must be a JSON array/],
    [
      'API_KEYS',
      '[{"name":"a","sha256":"12","roles":["read"]}]',
      /API_KEYS\[0\]: sha256 must be 64 hexadecimal digits/,
    ],
    [
      'API_KEYS',
      `[{"name":"a","sha256":"${'0'.repeat(64)}","roles":["rule"]}]`,
      /API_KEYS\[0\]: roles must be of submit, read, operate/,
    ],
    [
      'API_KEYS',
      JSON.stringify([1, 2].map((n) => ({ name: 'a', sha256: String(n).repeat(64), roles: ['read'] }))),
      /API_KEYS must have every name once/,
    ],
  ])('refuses %s=%s and names it', (name, text, message) => {
    expect(() => readEnvironment({ [name]: text })).toThrow(message);
  });

  it('accepts every default as the documentation writes it', () => {
    for (const [name, options] of variables()) {
      const read = readEnvironment({ [name]: defaultText(options) }) as unknown as Record<string, unknown>;
      expect([name, read[name]]).toEqual([name, options.default]);
    }
    expect(defaultText(variables().get('EXECUTION_PROVIDERS')!)).toBe('cpu');
  });

  it('never shows a secret', () => {
    expect(() => readEnvironment({ API_KEYS: 'top-secret' })).toThrow(/^(?!.*top-secret).*API_KEYS/);
  });
});
