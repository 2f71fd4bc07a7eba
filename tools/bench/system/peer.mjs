import { join } from 'node:path';
import { freePort } from '../../dev/free-port.mjs';
import { Child } from './child.mjs';

/** @typedef {{ singles: number, sync: number, batches: number }} LoadSizes how many requests of each kind, as `load.mjs` takes them */
/** @typedef {{ task_per_s: number, batch_rows_per_s: number, errors: number }} LoadFigures */

/** Another stack that does the same work, from a folder with `run.sh PORT REDIS_PORT` and `load.mjs URL`. */
export class Peer {
  #folder;
  #child;

  /** @param {string} folder @param {string} url @param {Child} child */
  constructor(folder, url, child) {
    this.#folder = folder;
    this.url = url;
    this.#child = child;
  }

  /** @param {string} folder */
  static async start(folder) {
    const [port, redisPort] = [await freePort(), await freePort()];
    const child = new Child('peer', 'bash', [join(folder, 'run.sh'), String(port), String(redisPort)]);
    const peer = new Peer(folder, `http://127.0.0.1:${port}`, child);
    try {
      await child.until('to answer', async () => (await fetch(`${peer.url}/health`)).ok, { everyMs: 100 });
      // Its web server answers before its workers do: the first tasks wait for them.
      await peer.load(peer.url, { singles: 20, sync: 0, batches: 2 });
      return peer;
    } catch (error) {
      await peer.stop();
      throw error;
    }
  }

  /**
   * Puts the peer's own load on either system.
   * @param {string} url
   * @param {LoadSizes} sizes
   * @returns {Promise<LoadFigures>}
   */
  async load(url, sizes) {
    const options = Object.entries(sizes).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const program = join(this.#folder, 'load.mjs');
    const child = Child.node('load', [program, url, '--sync-path', '/predict?wait=5', ...options]);
    const code = await child.ended();
    const figures = /^\{.*\}$/m.exec(child.output)?.[0];
    if (code !== 0 || !figures) throw new Error(`load.mjs ended with ${code}:\n${child.output}`);
    /** @type {LoadFigures} */
    const found = JSON.parse(figures);
    if (found.errors > 0) throw new Error(`${found.errors} errors under load:\n${child.output}`);
    return found;
  }

  stop() {
    return this.#child.stop();
  }
}
