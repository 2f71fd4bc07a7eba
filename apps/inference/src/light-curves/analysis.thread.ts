import type { MessagePort } from 'node:worker_threads';
import type { AnalyzeCommand } from '@exoplanet/contracts';
import { type CurveReply, measureCurve, type StageProgress } from '@exoplanet/vetting';

/** Minimum time between two progress messages of one stage [ms]. */
const PROGRESS_INTERVAL = 100;

/** The part of vetting that keeps a core busy, on a thread of its own. */
export default function run({ command, progress }: { command: AnalyzeCommand; progress: MessagePort }): CurveReply {
  try {
    return measureCurve(command, throttled(progress));
  } finally {
    progress.close();
  }
}

function throttled(port: MessagePort): (progress: StageProgress) => void {
  let last: { stage: string; at: number } | undefined;
  return (progress) => {
    const at = performance.now();
    if (last?.stage === progress.stage && at - last.at < PROGRESS_INTERVAL) return;
    last = { stage: progress.stage, at };
    port.postMessage(progress);
  };
}
