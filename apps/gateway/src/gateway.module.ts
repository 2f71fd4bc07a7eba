import { type DynamicModule, Module } from '@nestjs/common';
import type { EnvDto } from '@exoplanet/platform';
import { AboutModule } from './about/about.module';
import { CatalogsModule } from './catalogs/catalogs.module';
import { ControlModule } from './control/control.module';
import { HealthModule } from './health/health.module';
import { InferenceProtocolModule } from './inference-protocol/inference-protocol.module';
import { LightCurvesModule } from './light-curves/light-curves.module';
import { LiveModule } from './live/live.module';
import { ModelsModule } from './models/models.module';
import { MonitorModule } from './monitor/monitor.module';
import { AuthModule } from './platform/auth/auth.module';
import { ConfigModule } from './platform/config/config.module';
import { HttpModule } from './platform/http/http.module';
import { LifecycleModule } from './platform/lifecycle/lifecycle.module';
import { MetricsModule } from './platform/metrics/metrics.module';
import { RedisModule } from './platform/redis/redis.module';
import { TracingModule } from './platform/tracing/tracing.module';
import { PredictionsModule } from './predictions/predictions.module';
import { TasksModule } from './tasks/tasks.module';
import { WorkersModule } from './workers/workers.module';

@Module({})
export class GatewayModule {
  static with(env: EnvDto): DynamicModule {
    const platform = [
      ConfigModule.with(env),
      LifecycleModule,
      TracingModule,
      MetricsModule,
      RedisModule,
      AuthModule,
      HttpModule,
    ];
    const features = [
      AboutModule,
      HealthModule,
      PredictionsModule,
      LightCurvesModule,
      CatalogsModule,
      TasksModule,
      WorkersModule,
      ModelsModule,
      ControlModule,
      InferenceProtocolModule,
      MonitorModule,
      LiveModule,
    ];
    return { module: GatewayModule, imports: [...platform, ...features] };
  }
}
