import { spawn } from 'node:child_process';

/**
 * Runs a program to its end. Its output is shown only if it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string> }} options env: added to the process's own
 * @throws {Error} when it fails
 */
export async function runStep(command, args, { cwd, env = {} }) {
  /** @type {Buffer[]} */
  const output = [];
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const endWithUs = () => child.kill('SIGTERM');
  process.once('exit', endWithUs);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  process.removeListener('exit', endWithUs);
  if (code === 0) return;
  process.stderr.write(Buffer.concat(output));
  throw new Error(`${[command, ...args].join(' ')} failed`);
}
