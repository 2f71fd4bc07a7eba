import { spawn } from 'node:child_process';
import { show } from '../shown.mjs';

/**
 * Runs a program to its end, shows its output and keeps it.
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
    /** @type {Buffer[]} */
    const kept = [];
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      kept.push(chunk);
      show(chunk);
    });
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => {
      kept.push(chunk);
      show(chunk, process.stderr);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: Buffer.concat(kept).toString() }));
  });
}
