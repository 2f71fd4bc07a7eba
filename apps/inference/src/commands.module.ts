import { type DynamicModule, Module } from '@nestjs/common';
import { ModelRegistry } from '@exoplanet/model-runtime';
import type { EnvDto } from '@exoplanet/platform';
import { ExplainPartController } from './catalogs/explain-part.controller';
import { ImportController } from './catalogs/import.controller';
import { ScorePartController } from './catalogs/score-part.controller';
import { TableProcess } from './catalogs/table-process';
import { WorkerCatalogs } from './catalogs/worker-catalogs';
import { CommandContextInterceptor } from './commands/command-context.interceptor';
import { AnalysisPool } from './light-curves/analysis-pool';
import { AnalyzeController } from './light-curves/analyze.controller';
import { WorkerMetrics } from './metrics/worker-metrics';
import { PredictController } from './predictions/predict.controller';

export interface CommandParts {
  env: EnvDto;
  models: ModelRegistry;
  metrics: WorkerMetrics;
}

/** The handlers of all commands, for a worker and for its child process. */
@Module({})
export class CommandsModule {
  static with({ env, models, metrics }: CommandParts): DynamicModule {
    return {
      module: CommandsModule,
      controllers: [PredictController, AnalyzeController, ImportController, ScorePartController, ExplainPartController],
      providers: [
        { provide: ModelRegistry, useValue: models },
        { provide: WorkerMetrics, useValue: metrics },
        CommandContextInterceptor,
        { provide: AnalysisPool, useFactory: () => new AnalysisPool() },
        { provide: WorkerCatalogs, useFactory: () => new WorkerCatalogs(env) },
        { provide: TableProcess, useFactory: () => new TableProcess() },
      ],
      exports: [TableProcess, WorkerCatalogs],
    };
  }
}
