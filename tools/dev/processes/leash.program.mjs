// Reads `hold PID first|last` and `release PID` from its input. When that closes, its parent has ended, and it ends the
// processes that are still held.
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

const DEADLINE_MS = 15_000;
/** @type {Map<number, string>} */
const held = new Map();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const [action, pid, turn] = line.split(' ');
  if (action === 'hold') held.set(Number(pid), turn);
  else held.delete(Number(pid));
}

for (const turn of ['first', 'last']) await endAll([...held].filter(([, its]) => its === turn).map(([pid]) => pid));

/** @param {number[]} pids */
async function endAll(pids) {
  for (const pid of pids) send(pid, 'SIGTERM');
  const deadline = Date.now() + DEADLINE_MS;
  while (Date.now() < deadline && pids.some((pid) => send(pid, 0))) await delay(100);
  for (const pid of pids) if (!send(-pid, 'SIGKILL')) send(pid, 'SIGKILL');
}

/** Whether the process is there. @param {number} pid @param {NodeJS.Signals | 0} signal */
function send(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
