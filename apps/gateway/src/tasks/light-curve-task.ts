import { type AnalysisDto, AppError } from '@exoplanet/contracts';
import { type FoundTask, statusOf } from './found-task';

/** The analysis of a completed light-curve task. @throws AppError NO_LIGHT_CURVE, CONFLICT while it is not completed */
export async function analysisOf(task: FoundTask): Promise<AnalysisDto> {
  checkLightCurve(task);
  return (await task.record.readResult()) as AnalysisDto;
}

/** @throws AppError NO_LIGHT_CURVE where the task is of rows, CONFLICT while it is not completed */
export function checkLightCurve(task: FoundTask): void {
  if (task.spec.form !== 'light_curve')
    throw new AppError(
      'NO_LIGHT_CURVE',
      `The task ${task.id} is a prediction from catalogue values, not the analysis of a light curve`,
    );
  const status = statusOf(task);
  if (status !== 'completed')
    throw new AppError('CONFLICT', `The task is ${status}; its result exists once it is completed`);
}
