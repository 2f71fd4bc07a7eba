import { createHash } from 'node:crypto';
import type { ModelCard } from '@exoplanet/contracts';
import { ModelError } from './model-error';

interface Content {
  /** SHA-256 of the model file. */
  model: string;
  /** SHA-256 of the card. */
  card: string;
}

/** What each version held when it was first loaded here. A version is never changed in place, so the same must come each time. */
export class UnchangedVersions {
  /** By `name@version`. */
  private readonly seen = new Map<string, Content>();

  /** @throws ModelError `VERSION_CHANGED` when the version was loaded before and held something else */
  check(folder: string, card: ModelCard): void {
    if (this.holds(card)) return;
    const { model } = this.seen.get(idOf(card))!;
    const difference =
      model === card.sha256 ? 'another card' : `a model with SHA-256 ${model}, and now has one with ${card.sha256}`;
    throw new ModelError(
      'VERSION_CHANGED',
      folder,
      `${idOf(card)} was loaded with ${difference}: a version is never changed in place, add a new version`,
    );
  }

  /** Whether a version is what it was when it was loaded, or was not loaded yet. */
  holds(card: ModelCard): boolean {
    const before = this.seen.get(idOf(card));
    return before === undefined || before.card === digestOf(card);
  }

  /** Takes note of what a version held that was loaded. */
  remember(card: ModelCard): void {
    this.seen.set(idOf(card), { model: card.sha256, card: digestOf(card) });
  }
}

const idOf = ({ name, version }: ModelCard): string => `${name}@${version}`;

/** Of all that the card says, the SHA-256 of the model file with it; that the file has it is checked when it is opened. */
const digestOf = (card: ModelCard): string => createHash('sha256').update(JSON.stringify(card)).digest('hex');
