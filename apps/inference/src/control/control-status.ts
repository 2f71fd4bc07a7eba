import type { ControlServer } from '@exoplanet/platform';

/** The state of the control plane: whether it is connected, and which messages it handles. */
export class ControlStatus {
  connected = false;

  constructor(readonly server: ControlServer) {
    server.status.subscribe((status) => (this.connected = String(status) === 'connected'));
  }

  get patterns(): string[] {
    return [...this.server.getHandlers().keys()];
  }
}
