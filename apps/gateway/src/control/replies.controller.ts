import { Controller } from '@nestjs/common';
import { EventPattern, Payload, Transport } from '@nestjs/microservices';
import { CONTROL, type ControlReply } from '@exoplanet/contracts';
import { ControlService } from './control.service';

/** Receives the replies of workers on the control plane. */
@Controller()
export class RepliesController {
  constructor(private readonly control: ControlService) {}

  @EventPattern(CONTROL.reply, Transport.REDIS)
  reply(@Payload() reply: ControlReply): void {
    this.control.receive(reply);
  }
}
