import { isIP } from 'node:net';
import { hostname } from 'node:os';

/**
 * Names under which a gateway without API keys may be addressed. DNS rebinding makes a browser send requests here under the
 * name of a foreign site, whose page may then read the answers. An address is always allowed: rebinding needs a name.
 */
export class AllowedHosts {
  private readonly names: ReadonlySet<string>;
  private readonly suffixes: readonly string[];

  /** @param configured names of `ALLOWED_HOSTS`; `*.example.org` stands for every name below `example.org` */
  constructor(configured: readonly string[]) {
    const all = ['localhost', '*.localhost', hostname(), ...configured].map((name) => name.toLowerCase());
    this.names = new Set(all.filter((name) => !name.startsWith('*.')));
    this.suffixes = all.filter((name) => name.startsWith('*.')).map((name) => name.slice(1));
  }

  /** @param host the header `Host`; browsers always send one */
  allows(host: string | undefined): boolean {
    if (host === undefined) return true;
    const name = nameOf(host);
    return isIP(name) !== 0 || this.names.has(name) || this.suffixes.some((suffix) => name.endsWith(suffix));
  }
}

/** The host without its port and without the brackets of an IPv6 address. */
function nameOf(host: string): string {
  const [, address, name] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host) ?? [];
  return (address ?? name ?? '').replace(/\.$/, '').toLowerCase();
}
