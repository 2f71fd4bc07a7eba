import { Module } from '@nestjs/common';
import { ModelsModule } from '../models/models.module';
import { SubmissionsModule } from '../submissions/submissions.module';
import { CatalogDiffs } from './catalog-diffs';
import { CatalogExpiry } from './catalog-expiry';
import { CatalogPredictor } from './catalog-predictor';
import { CatalogRowsController } from './catalog-rows.controller';
import { CatalogStates } from './catalog-state';
import { CatalogsController } from './catalogs.controller';
import { CatalogsService } from './catalogs.service';
import { GatewayCatalogs } from './gateway-catalogs';
import { ReadableCatalogs } from './readable-catalogs';
import { RowExplainer } from './row-explainer';
import { VotesController } from './votes.controller';
import { WholeCatalogController } from './whole-catalog.controller';

@Module({
  imports: [SubmissionsModule, ModelsModule],
  controllers: [CatalogsController, CatalogRowsController, WholeCatalogController, VotesController],
  providers: [
    GatewayCatalogs,
    CatalogsService,
    CatalogStates,
    CatalogExpiry,
    ReadableCatalogs,
    CatalogPredictor,
    RowExplainer,
    CatalogDiffs,
  ],
})
export class CatalogsModule {}
