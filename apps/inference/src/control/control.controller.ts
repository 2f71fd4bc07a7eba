import { CONTROL, type CancelMessage } from '@exoplanet/contracts';
import { JobsServer } from '@exoplanet/job-transport';
import { RedisKeys } from '@exoplanet/platform';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload, Transport } from '@nestjs/microservices';

/** Obeys the control plane: every live worker hears each message. */
@Controller()
export class ControlController {
  constructor(
    private readonly jobs: JobsServer,
    private readonly keys: RedisKeys,
  ) {}

  @EventPattern(CONTROL.cancel, Transport.REDIS)
  cancel(@Payload() { system, command, part }: CancelMessage): void {
    if (system === this.keys.prefix) this.jobs.cancel(command, part);
  }
}
