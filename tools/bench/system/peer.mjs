import { join } from 'node:path';
import { freePort } from '../../dev/free-port.mjs';
import { Child, cpuMsOfTree } from '../child.mjs';
import { submitAndPoll } from '../load/submit-and-poll.mjs';

/** Another stack that does the same work, from a folder with `run.sh PORT REDIS_PORT`: its web server, its workers and a Redis of its own. */
export class Peer {
  #child;

  /** @param {string} url @param {Child} child */
  constructor(url, child) {
    this.url = url;
    this.#child = child;
  }

  /** @param {string} folder */
  static async start(folder) {
    const [port, redisPort] = [await freePort(), await freePort()];
    const child = new Child('peer', 'bash', [join(folder, 'run.sh'), String(port), String(redisPort)]);
    const peer = new Peer(`http://127.0.0.1:${port}`, child);
    try {
      await child.until('to answer', async () => (await fetch(`${peer.url}/health`)).ok, { everyMs: 100 });
      // Its web server answers before its workers do: the first tasks wait for them.
      const bodies = [{ period: 3, radius: 2 }];
      await submitAndPoll(peer.url, { clients: 4, path: '/predict', bodies, tasks: 20 });
      return peer;
    } catch (error) {
      await peer.stop();
      throw error;
    }
  }

  /** Processor time of all its processes since their start [ms]. */
  get cpuMs() {
    return cpuMsOfTree(this.#child.pid);
  }

  stop() {
    return this.#child.stop();
  }
}
