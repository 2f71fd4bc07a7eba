import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.mjs';
import { findPython } from '../install/python.mjs';
import { endProcess } from '../processes/end-process.mjs';
import { UnreachableConditionError, until } from '../until.mjs';

const PACKAGE = 'moto[server]==5.2.5';
const STOP_MS = 5000;

/** The server of moto, installed into an environment of its own in the temporary folder on first use. */
function motoServer() {
  const venv = join(tmpdir(), `exoplanet-${PACKAGE.replace(/\W+/g, '-')}`);
  const program = join(venv, 'bin/moto_server');
  if (existsSync(program)) return program;
  execFileSync(/** @type {string} */ (findPython()), ['-m', 'venv', venv]);
  execFileSync(join(venv, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', PACKAGE]);
  return program;
}

/**
 * Starts a server that answers as S3 does, with one empty bucket.
 * @returns {Promise<{ url: string, bucket: string, env: Record<string, string>, stop: () => Promise<void> }>} env: what the client of AWS reads
 */
export async function startS3() {
  const port = await freePort();
  const server = spawn(motoServer(), ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const bucket = 'catalogues';
  await until(
    'the S3 server to answer',
    async () => {
      if (server.exitCode !== null) throw new UnreachableConditionError(`moto ended with code ${server.exitCode}`);
      return (await fetch(`${url}/${bucket}`, { method: 'PUT' })).ok;
    },
    { seconds: 60 },
  );
  const env = {
    AWS_ENDPOINT_URL_S3: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  return { url, bucket, env, stop: () => endProcess(server, STOP_MS) };
}
