import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { stopTracing } from '@exoplanet/platform';

/** Sends the remaining spans when the application stops. */
@Module({})
export class TracingModule implements OnApplicationShutdown {
  onApplicationShutdown(): Promise<void> {
    return stopTracing();
  }
}
