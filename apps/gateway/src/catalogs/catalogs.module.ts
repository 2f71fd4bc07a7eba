import { Module } from '@nestjs/common';
import { ModelsModule } from '../models/models.module';
import { SubmissionsModule } from '../submissions/submissions.module';
import { CatalogRowsController } from './catalog-rows.controller';
import { CatalogStates } from './catalog-state';
import { CatalogStore } from './catalog-store.provider';
import { CatalogsController } from './catalogs.controller';
import { CatalogsService } from './catalogs.service';

@Module({
  imports: [SubmissionsModule, ModelsModule],
  controllers: [CatalogsController, CatalogRowsController],
  providers: [CatalogStore, CatalogsService, CatalogStates],
})
export class CatalogsModule {}
