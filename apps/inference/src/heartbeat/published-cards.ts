import { type ModelCard, versionId, type WorkerHeartbeat } from '@exoplanet/contracts';

/** A card's `name@version`, and its JSON. */
type Entry = [id: string, text: string];

/** Remembers which cards this worker has sent. A card is large, so it is sent again only if Redis lacks it or it has changed. */
export class PublishedCards {
  private readonly texts = new Map<string, string>();

  /** The cards to send. @param there ids of the cards that Redis has, from any worker */
  due(cards: readonly ModelCard[], there: ReadonlySet<string>): Entry[] {
    return cards
      .map((card): Entry => [versionId(card), JSON.stringify(card)])
      .filter(([id, text]) => !there.has(id) || this.texts.get(id) !== text);
  }

  /** Notes that Redis has received these cards. */
  sent(entries: readonly Entry[]): void {
    for (const [id, text] of entries) this.texts.set(id, text);
  }
}

/** The versions of each model, newest first. */
export function versionsOf(cards: readonly ModelCard[]): WorkerHeartbeat['versions'] {
  const versions: Record<string, string[]> = {};
  for (const { name, version } of cards) (versions[name] ??= []).push(version);
  for (const list of Object.values(versions)) list.sort((a, b) => Number(b) - Number(a));
  return versions;
}
