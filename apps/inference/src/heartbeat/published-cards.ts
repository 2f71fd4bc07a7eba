import type { ModelCard, WorkerHeartbeat } from '@exoplanet/contracts';

/** A card's `name@version`, and its JSON. */
type Entry = [id: string, text: string];

/** Knows which cards Redis has from this worker: a card is long, and is sent again only where it is not there or is another. */
export class PublishedCards {
  private readonly texts = new Map<string, string>();

  /** @param there ids of the cards that Redis has, from any worker */
  due(cards: readonly ModelCard[], there: ReadonlySet<string>): Entry[] {
    return cards
      .map((card): Entry => [`${card.name}@${card.version}`, JSON.stringify(card)])
      .filter(([id, text]) => !there.has(id) || this.texts.get(id) !== text);
  }

  /** Takes note of what Redis has got. */
  sent(entries: readonly Entry[]): void {
    for (const [id, text] of entries) this.texts.set(id, text);
  }
}

/** The versions of cards by model, newest first. */
export function versionsOf(cards: readonly ModelCard[]): WorkerHeartbeat['versions'] {
  const versions: Record<string, string[]> = {};
  for (const { name, version } of cards) (versions[name] ??= []).push(version);
  for (const list of Object.values(versions)) list.sort((a, b) => Number(b) - Number(a));
  return versions;
}
