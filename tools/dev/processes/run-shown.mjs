import { spawn } from 'node:child_process';

/**
 * Runs a program to its end with its output shown, and kept.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string>, limitMs?: number }} options limitMs: it is ended after this time (default 30 minutes)
 * @returns {Promise<{ code: number | null, output: string }>} code: null when it was ended
 */
export function runShown(command, args, { cwd, env = {}, limitMs = 30 * 60_000 }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs,
    });
    const kept = [];
    for (const [stream, shown] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      stream.on('data', (chunk) => {
        kept.push(chunk);
        shown.write(chunk);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: Buffer.concat(kept).toString() }));
  });
}
