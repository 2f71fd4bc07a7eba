import { Controller } from '@nestjs/common';
import { EventPattern, Payload, Transport } from '@nestjs/microservices';
import {
  type CancelMessage,
  CONTROL,
  type ControlMessage,
  type ControlRequest,
  type InspectRequest,
  type PauseAnswer,
  type ReloadAnswer,
  type ReloadRequest,
} from '@exoplanet/contracts';
import { JobsServer } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { RedisKeys } from '@exoplanet/platform';
import { TableProcess } from '../catalogs/table-process';
import { WorkerCatalogs } from '../catalogs/worker-catalogs';
import { HeartbeatService } from '../heartbeat/heartbeat.service';
import { ControlReplies } from './control-replies';
import { drain } from './drain';
import { InspectionService } from './inspection.service';

/** Handles the control plane. Every live worker receives each message, and executes those that are meant for it. */
@Controller()
export class ControlController {
  constructor(
    private readonly jobs: JobsServer,
    private readonly models: ModelRegistry,
    private readonly tables: TableProcess,
    private readonly catalogs: WorkerCatalogs,
    private readonly heartbeat: HeartbeatService,
    private readonly inspection: InspectionService,
    private readonly replies: ControlReplies,
    private readonly keys: RedisKeys,
  ) {}

  @EventPattern(CONTROL.cancel, Transport.REDIS)
  cancel(@Payload() { system, command, part }: CancelMessage): void {
    if (system === this.keys.prefix) this.jobs.cancel(command, part);
  }

  /** Any worker may get the table, so each makes ready for it. */
  @EventPattern(CONTROL.expectTable, Transport.REDIS)
  expectTable(@Payload() { system }: ControlMessage): void {
    if (system !== this.keys.prefix) return;
    this.tables.expect();
    // Work on a table opens it too, and says why where it cannot be opened.
    this.catalogs.openDatabase().catch(() => undefined);
  }

  @EventPattern(CONTROL.inspect, Transport.REDIS)
  inspect(@Payload() request: InspectRequest): Promise<void> {
    return this.replies.execute(request, () => this.inspection.answer(request.what));
  }

  @EventPattern(CONTROL.pause, Transport.REDIS)
  pause(@Payload() request: ControlRequest): Promise<void> {
    return this.replies.execute(request, () => {
      this.jobs.pause();
      return this.paused();
    });
  }

  @EventPattern(CONTROL.resume, Transport.REDIS)
  resume(@Payload() request: ControlRequest): Promise<void> {
    return this.replies.execute(request, () => {
      this.jobs.resume();
      return this.paused();
    });
  }

  @EventPattern(CONTROL.drain, Transport.REDIS)
  drain(@Payload() request: ControlRequest): Promise<void> {
    return this.replies.execute(request, async () => {
      await drain(this.jobs);
      return this.paused();
    });
  }

  /** A heartbeat precedes the reply, so that the gateways know the new version when the reply arrives. */
  @EventPattern(CONTROL.reload, Transport.REDIS)
  reload(@Payload() request: ReloadRequest): Promise<void> {
    return this.replies.execute(request, async (): Promise<ReloadAnswer> => {
      const { model, version: wanted } = request;
      const before = this.models.list().find(({ name }) => name === model);
      const { version, sha256, provider } = await this.models.reload(model, wanted);
      await this.heartbeat.beat();
      return {
        model,
        before: before ? { version: before.version, sha256: before.sha256 } : null,
        now: { version, sha256, provider },
      };
    });
  }

  private async paused(): Promise<PauseAnswer> {
    await this.heartbeat.beat();
    return { paused: this.jobs.isPaused, active: this.jobs.activeJobs().length };
  }
}
