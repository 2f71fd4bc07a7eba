import { timingSafeEqual } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { EnvDto } from '@exoplanet/platform';
import { ANYONE, type Caller } from './caller';
import { hashOf } from './key-hash';
import { WrongKeys } from './wrong-keys';

/** The API keys of `API_KEYS`, known only by their hashes. */
@Injectable()
export class ApiKeys implements OnApplicationBootstrap {
  private readonly logger = new Logger('keys');
  private readonly wrongKeys = new WrongKeys();
  private readonly known: { hash: Buffer; caller: Caller }[];
  /** Whether requests need a key. */
  readonly on: boolean;

  constructor({ API_KEYS }: EnvDto) {
    this.on = API_KEYS !== undefined;
    this.known = (API_KEYS ?? []).map(({ name, sha256, roles }) => ({
      hash: Buffer.from(sha256, 'hex'),
      caller: { name, roles: new Set(roles) },
    }));
  }

  onApplicationBootstrap(): void {
    if (!this.on)
      this.logger.warn(
        'API_KEYS is not set: every request is allowed, including the queue page and the control of workers',
      );
  }

  /**
   * The owner of a key, or undefined when the key is unknown. Where keys are off, everybody is `ANYONE`.
   * Every hash is compared, in constant time, so the time taken says nothing about the key.
   */
  callerOf(key: string | undefined): Caller | undefined {
    if (!this.on) return ANYONE;
    if (key === undefined) return undefined;
    const hash = hashOf(key);
    let found: Caller | undefined;
    for (const known of this.known) if (timingSafeEqual(known.hash, hash)) found = known.caller;
    return found;
  }

  /** The same, but a wrong key is answered late: the more of them came from the address, the later. A valid one is never delayed. */
  async identify(key: string | undefined, address: string | undefined): Promise<Caller | undefined> {
    const caller = this.callerOf(key);
    if (!caller && key !== undefined) await this.wrongKeys.delay(address ?? '');
    return caller;
  }
}
