import { boundedText, type LightCurveFault } from '@exoplanet/contracts';

/** Characters of a file's name that a message shows. */
const SHOWN_FILE_NAME = 200;

/** Thrown by the readers and by `prepare`. The message names the file, what was found and what was expected. */
export class LightCurveError extends Error {
  override readonly name = 'LightCurveError';

  constructor(
    readonly code: LightCurveFault,
    /** Name of the file as the user gave it. */
    readonly file: string,
    problem: string,
  ) {
    super(boundedText(`${file.slice(0, SHOWN_FILE_NAME)}: ${problem}`));
  }
}
