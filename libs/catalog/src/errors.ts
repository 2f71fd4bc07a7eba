import { boundedText, type TableFault } from '@exoplanet/contracts';

/** A table that cannot be read at all. The message names what was found and what is expected. Faults of single rows are not thrown: see `RowError`. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';

  constructor(
    readonly code: TableFault,
    message: string,
    /** Line of the file, from 1, where one is at fault. */
    readonly line?: number,
  ) {
    super(boundedText(line === undefined ? message : `line ${line}: ${message}`));
  }
}
