import { boundedText, type TableFault } from '@exoplanet/contracts';

/** Thrown by `readCatalogue`, or by the iteration over its rows when a later line is at fault. The message names what was found and what is expected. */
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
