import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { EnvDto } from '@exoplanet/platform';
import { ENV } from '../redis/tokens';
import { ANYONE, type Caller } from './caller';
import { hashOf } from './key-hash';

/** The API keys of `API_KEYS`, of which only the hashes are known. */
@Injectable()
export class ApiKeys implements OnApplicationBootstrap {
  private readonly logger = new Logger('keys');
  private readonly known: { hash: Buffer; caller: Caller }[];
  /** Whether a request needs a key. */
  readonly on: boolean;

  constructor(@Inject(ENV) { API_KEYS }: EnvDto) {
    this.on = API_KEYS !== undefined;
    this.known = (API_KEYS ?? []).map(({ name, sha256, roles }) => ({
      hash: Buffer.from(sha256, 'hex'),
      caller: { name, roles: new Set(roles) },
    }));
  }

  onApplicationBootstrap(): void {
    if (!this.on)
      this.logger.warn(
        'API_KEYS is not set: every request is allowed, the queue page and the control of the workers too',
      );
  }

  /**
   * Who has this key; undefined when nobody has. Where keys are off, everyone is `ANYONE`.
   * Takes the same time for every key: hashes are compared, all of them, in constant time.
   */
  callerOf(key: string | undefined): Caller | undefined {
    if (!this.on) return ANYONE;
    if (key === undefined) return undefined;
    const hash = hashOf(key);
    let found: Caller | undefined;
    for (const known of this.known) if (timingSafeEqual(known.hash, hash)) found = known.caller;
    return found;
  }
}
