import { type DynamicModule, Module } from '@nestjs/common';
import { EnvDto } from '@exoplanet/platform';

/** The environment, read once at start: inject it as `EnvDto`. */
@Module({})
export class ConfigModule {
  static with(env: EnvDto): DynamicModule {
    return { module: ConfigModule, global: true, providers: [{ provide: EnvDto, useValue: env }], exports: [EnvDto] };
  }
}
