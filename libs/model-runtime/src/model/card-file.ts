import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ModelCard } from '@exoplanet/contracts';
import { ModelError } from '../session/model-error';
import cardSchema from './card.schema.json';
import { contradictionOf } from './card-rules';
import { schemaCheck } from './schema-check';

const problemOf = schemaCheck(cardSchema);

/**
 * Reads and checks `card.json` of a folder `<name>/<version>`.
 * @throws ModelError `FILE_MISSING` or `CARD_INVALID`, naming the card and the entry at fault.
 */
export async function readCard(folder: string): Promise<ModelCard> {
  const file = join(folder, 'card.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ModelError('FILE_MISSING', file, 'the card cannot be read', { cause });
  });
  let card: unknown;
  try {
    card = JSON.parse(text);
  } catch (cause) {
    throw new ModelError('CARD_INVALID', file, `the card is not JSON: ${(cause as Error).message}`, { cause });
  }
  const problem =
    problemOf(card) ??
    contradictionOf(card as ModelCard, { name: basename(dirname(folder)), version: basename(folder) });
  if (problem) throw new ModelError('CARD_INVALID', file, problem);
  return card as ModelCard;
}
