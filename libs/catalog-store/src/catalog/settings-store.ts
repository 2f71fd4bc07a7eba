import { randomUUID } from 'node:crypto';
import type { ObjectStore } from '../objects/object-store';

/** Settings of a catalogue that its owner can change. */
export interface CatalogSettings {
  /** Does not expire. */
  pinned: boolean;
  /** Results and dispositions of a row are shown to a voter only after the vote. */
  blind: boolean;
}

/** Each change is an object of its own; later ones override earlier ones. */
export class SettingsStore {
  constructor(
    private readonly objects: ObjectStore,
    private readonly folder: string,
  ) {}

  async change(settings: Partial<CatalogSettings>): Promise<void> {
    // The time comes first, so that names are in the order of the changes.
    await this.objects.putOnce(
      `${this.folder}/${new Date().toISOString()}-${randomUUID()}.json`,
      JSON.stringify(settings),
    );
  }

  async read(): Promise<CatalogSettings> {
    const names = await this.objects.list(this.folder);
    const changes = await Promise.all(names.map((name) => this.objects.read(`${this.folder}/${name}`)));
    const given = changes.map((text) => JSON.parse(text ?? '{}') as Partial<CatalogSettings>);
    return Object.assign({ pinned: false, blind: false }, ...given) as CatalogSettings;
  }
}
