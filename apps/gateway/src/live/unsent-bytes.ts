import type { Socket } from 'socket.io';

/** Counts what a socket.io client has not taken yet: packets that wait, and those handed to a transport that has not drained. */
export class UnsentBytes {
  private waiting = 0;
  private inTransport = 0;

  constructor({ conn }: Socket) {
    conn.on('packetCreate', ({ data }: { data?: unknown }) => {
      if (typeof data === 'string') this.waiting += data.length;
    });
    conn.on('flush', () => {
      this.inTransport += this.waiting;
      this.waiting = 0;
    });
    conn.on('drain', () => (this.inTransport = 0));
  }

  get total(): number {
    return this.waiting + this.inTransport;
  }
}
