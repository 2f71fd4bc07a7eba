/**
 * Asks a child process to end (SIGTERM) and forces it (SIGKILL) when it has not ended by the deadline.
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} deadlineMs
 * @param {AbortSignal} [hurry] forces it to end at once
 */
export async function endProcess(child, deadlineMs, hurry) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const force = () => killGroup(child);
  const timer = setTimeout(force, deadlineMs);
  hurry?.addEventListener('abort', force);
  child.kill('SIGTERM');
  if (hurry?.aborted) force();
  await ended;
  clearTimeout(timer);
  hurry?.removeEventListener('abort', force);
}

/**
 * Kills a process, and what it started if it leads a group of its own.
 * @param {import('node:child_process').ChildProcess} child
 */
function killGroup(child) {
  try {
    process.kill(-Number(child.pid), 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
