import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelCard } from '@exoplanet/contracts';
import { readCard } from './card-file';

/** Cards of versions that are not loaded, read again only when the file has changed. */
export class CardShelf {
  private readonly cards = new Map<string, { stamp: string; card: ModelCard | undefined }>();

  /** The card in a folder `<name>/<version>`; undefined where no request could be served with it. */
  async cardOf(folder: string): Promise<ModelCard | undefined> {
    const stamp = await stampOf(join(folder, 'card.json'));
    const known = this.cards.get(folder);
    if (known?.stamp === stamp) return known.card;
    const card = await readCard(folder).catch(() => undefined);
    this.cards.set(folder, { stamp, card });
    return card;
  }
}

/** Changes when a file is written; the same for every file that is not there. */
async function stampOf(file: string): Promise<string> {
  return stat(file).then(
    ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
    () => '',
  );
}
