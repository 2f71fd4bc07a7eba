import { join } from 'node:path';
import { freePort } from '../../dev/redis.mjs';
import { Child } from './child.mjs';

/** Another stack for the same work, from a folder with `run.sh PORT REDIS_PORT` and `load.mjs URL`. */
export class Peer {
  /** @param {string} folder */
  static async start(folder) {
    const [port, redisPort] = [await freePort(), await freePort()];
    const peer = new Peer();
    peer.folder = folder;
    peer.url = `http://127.0.0.1:${port}`;
    peer.child = new Child('peer', 'bash', [join(folder, 'run.sh'), String(port), String(redisPort)]);
    try {
      await peer.child.until('answered', async () => (await fetch(`${peer.url}/health`)).ok, { every: 100 });
      // Its web server answers before its workers do: the first tasks wait for them.
      await peer.load(peer.url, { singles: 20, sync: 0, batches: 2 });
      return peer;
    } catch (error) {
      await peer.stop();
      throw error;
    }
  }

  /** Puts the peer's own load on any of the two: sizes as `load.mjs` takes them. */
  async load(url, sizes) {
    const options = Object.entries(sizes).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = Child.node('load', [
      join(this.folder, 'load.mjs'),
      url,
      '--sync-path',
      '/predict?wait=5',
      ...options,
    ]);
    const code = await child.ended();
    const figures = /^\{.*\}$/m.exec(child.output)?.[0];
    if (code !== 0 || !figures) throw new Error(`load.mjs ended with ${code}:\n${child.output}`);
    const found = JSON.parse(figures);
    if (found.errors > 0) throw new Error(`${found.errors} errors under load:\n${child.output}`);
    return found;
  }

  stop() {
    return this.child.stop();
  }
}
