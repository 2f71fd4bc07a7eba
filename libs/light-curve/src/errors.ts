import { boundedText, type LightCurveFault } from '@exoplanet/contracts';

/** Thrown by the readers and by `prepare`. The message names the file, what was found and what was expected. */
export class LightCurveError extends Error {
  override readonly name = 'LightCurveError';

  constructor(
    readonly code: LightCurveFault,
    /** Name of the file as the user gave it. */
    readonly file: string,
    problem: string,
  ) {
    super(boundedText(`${file}: ${problem}`));
  }
}
