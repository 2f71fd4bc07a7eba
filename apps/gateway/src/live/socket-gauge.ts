import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import { sampledGauge } from '../platform/metrics/sampled-gauge';
import { LiveHub } from './live-hub';

/** The open connections for live updates, as a metric. */
@Injectable()
export class SocketGauge {
  constructor(registry: Registry, hub: LiveHub) {
    sampledGauge(
      registry,
      { name: 'exoplanet_sockets_connected', help: 'Open connections for live updates', labels: ['protocol'] },
      (gauge) => {
        for (const protocol of ['socket.io', 'websocket'] as const) gauge.set({ protocol }, hub.count(protocol));
      },
    );
  }
}
