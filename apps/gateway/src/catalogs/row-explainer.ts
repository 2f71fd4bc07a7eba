import { Injectable } from '@nestjs/common';
import { candidatesOfKeys, contextOfKeys, DERIVED_OBJECTS, writeExplanations } from '@exoplanet/catalog-store';
import { AppError, type CatalogRowDto } from '@exoplanet/contracts';
import type { Submission } from '../submissions/submission.decorator';
import { CatalogPredictor } from './catalog-predictor';
import { GatewayCatalogs } from './gateway-catalogs';
import type { ReadableCatalog } from './readable-catalogs';

/** Explains single rows of a catalogue when somebody looks at them. */
@Injectable()
export class RowExplainer {
  constructor(
    private readonly store: GatewayCatalogs,
    private readonly predictor: CatalogPredictor,
  ) {}

  /** The row with its explanation; one that is explained already is not explained again. */
  async explain(
    { catalog, content, table, queries }: ReadableCatalog,
    key: number,
    submission: Submission,
  ): Promise<CatalogRowDto> {
    const row = await queries.row(catalog, content, table, key);
    if (row.explanation) return row;
    if (!row.result) throw new AppError('CONFLICT', 'The row has no result that could be explained');
    const database = await this.store.openDatabase();
    const { keys, table: candidates } = await candidatesOfKeys(catalog, database, [key]);
    const { name, version } = content.model!;
    const options = { model: `${name}@${version}`, explain: true, uncertainty: true };
    const { context } = await contextOfKeys(catalog, database, keys);
    const command = { options, table: candidates, ...(context ? { context } : {}) };
    const result = await this.predictor.predict(command, submission);
    await writeExplanations(catalog, database, DERIVED_OBJECTS.explainedRow(key), keys, result);
    return queries.row(catalog, await catalog.content(), table, key);
  }
}
