import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { type EnvDto, stopTracing } from '@exoplanet/platform';
import { AuthModule } from './auth/auth.module';
import { ControlController } from './control/control.controller';
import { ControlService } from './control/control.service';
import { ReloadController } from './control/reload.controller';
import { RepliesController } from './control/replies.controller';
import { HealthController } from './health/health.controller';
import { SystemService } from './health/system.service';
import { HomeController } from './home.controller';
import { InferenceService } from './inference-protocol/inference.service';
import { InferenceProtocolController } from './inference-protocol/inference-protocol.controller';
import { LightCurvesController } from './light-curves/light-curves.controller';
import { ReportController } from './light-curves/report.controller';
import { LiveHub } from './live/live-hub';
import { SocketIoGateway } from './live/socket-io.gateway';
import { GatewayMetrics } from './metrics/gateway-metrics';
import { MetricsController } from './metrics/metrics.controller';
import { SystemGauges } from './metrics/system-gauges';
import { ModelsController } from './models/models.controller';
import { ModelsService } from './models/models.service';
import { MonitorService } from './monitor/monitor.service';
import { PredictionsController } from './predictions/predictions.controller';
import { PredictionsService } from './predictions/predictions.service';
import { RowsValidator } from './predictions/rows.validator';
import { RedisModule } from './redis/redis.module';
import { ENV } from './redis/tokens';
import { TaskResponder } from './tasks/task-responder';
import { TasksController } from './tasks/tasks.controller';
import { TasksService } from './tasks/tasks.service';
import { WorkersController } from './workers/workers.controller';
import { WorkersService } from './workers/workers.service';

@Module({})
export class GatewayModule implements OnApplicationShutdown {
  static with(env: EnvDto): DynamicModule {
    return {
      module: GatewayModule,
      global: true,
      imports: [AuthModule, RedisModule, TerminusModule.forRoot({ errorLogStyle: 'json', logger: false })],
      controllers: [
        HomeController,
        HealthController,
        PredictionsController,
        LightCurvesController,
        ReportController,
        TasksController,
        WorkersController,
        ModelsController,
        ControlController,
        ReloadController,
        RepliesController,
        MetricsController,
        InferenceProtocolController,
      ],
      providers: [
        { provide: ENV, useValue: env },
        SystemService,
        PredictionsService,
        RowsValidator,
        TasksService,
        TaskResponder,
        WorkersService,
        ModelsService,
        ControlService,
        InferenceService,
        GatewayMetrics,
        SystemGauges,
        MonitorService,
        LiveHub,
        SocketIoGateway,
      ],
      exports: [ENV],
    };
  }

  onApplicationShutdown(): Promise<void> {
    return stopTracing();
  }
}
