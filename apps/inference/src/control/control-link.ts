import type { ControlServer } from '@exoplanet/platform';

/** The control plane as the rest of the worker sees it: whether it is connected, and what is handled on it. */
export class ControlLink {
  connected = false;

  constructor(readonly server: ControlServer) {
    server.status.subscribe((status) => (this.connected = String(status) === 'connected'));
  }

  get patterns(): string[] {
    return [...this.server.getHandlers().keys()];
  }
}
