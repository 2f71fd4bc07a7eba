import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from '../child.mjs';

/** @typedef {{ requests: number, perSecond: number }} WrkFigures */

export const wrkIsInstalled = () => spawnSync('wrk', ['--version']).error === undefined;

/**
 * Load from `wrk`, which costs less than a client in Node: each connection posts its next body when the last one is answered.
 * @param {string} url with its path
 * @param {{ clients: number, seconds: number, bodies: unknown[] }} load
 * @returns {Promise<WrkFigures>}
 * @throws {Error} when a request fails or is answered with an error
 */
export async function wrk(url, { clients, seconds, bodies }) {
  const folder = await mkdtemp(join(tmpdir(), 'wrk-'));
  try {
    const script = join(folder, 'post.lua');
    await writeFile(script, scriptOf(bodies));
    const options = ['-t', '1', '-c', String(clients), '-d', String(Math.max(1, Math.round(seconds))), '-s', script];
    const child = new Child('wrk', 'wrk', [...options, '--timeout', '10', url]);
    const code = await child.ended();
    const [, requests, microseconds, errors] = /^figures (\d+) (\d+) (\d+)$/m.exec(child.output) ?? [];
    if (code !== 0 || Number(errors ?? 1) > 0) throw new Error(`wrk on ${url} ended with ${code}:\n${child.output}`);
    return { requests: Number(requests), perSecond: (1e6 * Number(requests)) / Number(microseconds) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Requests are put together once; `request` only picks one. @param {unknown[]} bodies */
const scriptOf = (bodies) => `
local bodies = { ${bodies.map((body) => `[==[${JSON.stringify(body)}]==]`).join(',\n')} }
local requests, sent = {}, 0
function init(args)
  for i, body in ipairs(bodies) do
    requests[i] = wrk.format("POST", nil, { ["content-type"] = "application/json" }, body)
  end
end
function request()
  sent = sent + 1
  return requests[sent % #requests + 1]
end
function done(summary)
  local e = summary.errors
  io.write(string.format("figures %d %d %d\\n", summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout))
end
`;
