import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Time between two questions whether a gateway is ready [ms]. */
const PROBE_INTERVAL = 200;
/** Headers about one connection, which a proxy does not forward (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding']);

interface Backend {
  url: string;
  isReady: boolean;
  isAsked: boolean;
}

/**
 * A load balancer as operators run them: it asks every gateway whether it is ready and gives requests and sockets to those
 * that are, in turn. A request goes to the next one only if the first refused the connection, so that nothing is sent twice.
 */
export class Balancer {
  private readonly backends: Backend[];
  private readonly server: Server;
  private readonly timer: NodeJS.Timeout;
  private readonly sockets = new Set<Socket>();
  /** Keeps connections to gateways open between requests, idle ones for less time than the gateway itself, which is 72 s. */
  private readonly agent = new Agent({ keepAlive: true, timeout: 60_000 });
  private turn = 0;

  private constructor(urls: readonly string[]) {
    this.backends = urls.map((url) => ({ url, isReady: true, isAsked: false }));
    this.timer = setInterval(() => this.backends.forEach((backend) => void probe(backend)), PROBE_INTERVAL);
    this.server = createServer((incoming, answer) => void this.forward(incoming, answer));
    // Clients close idle connections. If the balancer did, the next request could already be on its way.
    this.server.keepAliveTimeout = 0;
    this.server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) =>
      this.pass(incoming, socket, head),
    );
  }

  static async start(urls: readonly string[]): Promise<Balancer> {
    const balancer = new Balancer(urls);
    await new Promise<void>((done) => balancer.server.listen(0, '127.0.0.1', done));
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Whether it gives work to this gateway. */
  uses(url: string): boolean {
    return this.backends.some((backend) => backend.url === url && backend.isReady);
  }

  stop(): void {
    clearInterval(this.timer);
    this.sockets.forEach((socket) => socket.destroy());
    this.agent.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  private next(): Backend | undefined {
    const ready = this.backends.filter(({ isReady }) => isReady);
    return ready[this.turn++ % ready.length];
  }

  private async forward(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const attempt = () => {
      const backend = this.next();
      if (!backend) return void answer.writeHead(503).end(JSON.stringify({ code: 'BALANCER_NONE_READY' }));
      const { method, url, headers } = incoming;
      const sent = request(backend.url + url, { method, headers: endToEnd(headers), agent: this.agent }, (received) => {
        answer.writeHead(received.statusCode!, endToEnd(received.headers));
        received.pipe(answer);
      });
      sent.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED') {
          backend.isReady = false;
          attempt();
        } else if (answer.headersSent) answer.destroy();
        else answer.writeHead(502).end(JSON.stringify({ code: `BALANCER_${error.code}` }));
      });
      sent.end(body);
    };
    attempt();
  }

  /** Passes the bytes of a WebSocket on in both directions. */
  private pass({ url, rawHeaders }: IncomingMessage, socket: Socket, head: Buffer): void {
    const backend = this.next();
    if (!backend) return void socket.destroy();
    const to = connect(Number(new URL(backend.url).port), '127.0.0.1');
    const lines = Array.from(
      { length: rawHeaders.length / 2 },
      (_, index) => `${rawHeaders[2 * index]}: ${rawHeaders[2 * index + 1]}`,
    );
    to.write(`GET ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    to.write(head);
    socket.pipe(to).pipe(socket);
    for (const [one, other] of [
      [socket, to],
      [to, socket],
    ]) {
      this.sockets.add(one);
      one.once('error', () => undefined);
      one.once('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}

function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

async function probe(backend: Backend): Promise<void> {
  // The answer of a busy gateway may take longer than the interval.
  if (backend.isAsked) return;
  backend.isAsked = true;
  try {
    backend.isReady = (await fetch(`${backend.url}/health/ready`)).ok;
  } catch {
    backend.isReady = false;
  }
  backend.isAsked = false;
}
