import { CatalogueError } from '../errors';

export const malformedVoTable = (detail: string, line?: number): CatalogueError =>
  new CatalogueError('MALFORMED_CATALOGUE', `the VOTable is not valid: ${detail}`, line);
