import type { StageProgress } from './measure-curve';

export interface AnalysisProgress {
  stage: StageProgress['stage'] | 'scoring';
  /** Share of the stage that is done, 0 to 1. */
  fraction: number;
  seconds_left?: number;
}

/** Progress of the whole and of its stage, both 0 to 1. */
export interface Progress {
  fraction: number;
  stage: string;
  stage_fraction: number;
  /** Of the search, roughly [s]. */
  seconds_left?: number;
}

/** Where each stage begins and ends in the whole, by the time it takes: the search takes nearly all. */
const SHARES: Record<AnalysisProgress['stage'], [from: number, to: number]> = {
  reading: [0, 0.02],
  detrending: [0.02, 0.1],
  searching: [0.1, 0.92],
  folding: [0.92, 0.95],
  testing: [0.95, 0.98],
  scoring: [0.98, 1],
};

/** Reports the progress of the whole beside that of the stage. The whole never goes back, although the search for a second planet starts its stages again. */
export function overallProgress(report: (progress: Progress) => void): (progress: AnalysisProgress) => void {
  let reached = 0;
  return ({ stage, fraction, seconds_left: left }) => {
    const [from, to] = SHARES[stage];
    reached = Math.max(reached, from + fraction * (to - from));
    report({
      fraction: Math.round(reached * 1000) / 1000,
      stage,
      stage_fraction: Math.round(fraction * 1000) / 1000,
      ...(left !== undefined && { seconds_left: Math.ceil(left) }),
    });
  };
}
