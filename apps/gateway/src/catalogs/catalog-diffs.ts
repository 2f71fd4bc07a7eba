import { Injectable } from '@nestjs/common';
import {
  candidatesOfKeys,
  type ChangedObject,
  type ComparedRows,
  contextOfKeys,
  counterfactualRows,
  diff,
  type DiffList,
  type DiffPage,
  movedBy,
} from '@exoplanet/catalog-store';
import type { Submission } from '../submissions/submission.decorator';
import { CatalogPredictor } from './catalog-predictor';
import type { ChangedObjectDto, DiffDto, DiffQueryDto } from './diff.dto';
import { GatewayCatalogs } from './gateway-catalogs';
import { cursorAt, offsetOf } from './page-cursor';
import type { ReadableCatalog } from './readable-catalogs';

/** Compares two catalogues, and asks the model which input moved a verdict. */
@Injectable()
export class CatalogDiffs {
  constructor(
    private readonly store: GatewayCatalogs,
    private readonly predictor: CatalogPredictor,
  ) {}

  async diff(
    before: ReadableCatalog,
    after: ReadableCatalog,
    { list, cursor, limit }: DiffQueryDto,
    submission: Submission,
  ): Promise<DiffDto> {
    const cursorOf = (name: DiffList) => ({ sort: `${before.catalog.id} ${after.catalog.id} ${name}` });
    const offset = list === undefined ? 0 : offsetOf(cursor, cursorOf(list));
    const page: DiffPage = { limit, offset, ...(list === undefined ? {} : { list }) };
    const {
      appeared,
      gone,
      verdict_changed: changed,
    } = await diff(before, after, await this.store.openDatabase(), page);
    const listed = <T>(name: DiffList, { count, objects }: { count: number; objects: T[] }) => {
      const next = offset + objects.length;
      return {
        count,
        objects,
        next_cursor: objects.length > 0 && next < count ? cursorAt(next, cursorOf(name)) : null,
      };
    };
    const objects = await this.explained(before, after, changed.objects, submission);
    return {
      appeared: listed('appeared', appeared),
      gone: listed('gone', gone),
      verdict_changed: listed('verdict_changed', { count: changed.count, objects }),
    };
  }

  private async explained(
    before: ReadableCatalog,
    after: ReadableCatalog,
    objects: readonly ChangedObject[],
    submission: Submission,
  ): Promise<ChangedObjectDto[]> {
    if (objects.length === 0) return [];
    const models = { before: modelOf(before), after: modelOf(after) };
    const { rows, table, context } = counterfactualRows(
      await this.rowsOf(
        before,
        objects.map((object) => object.before.key),
      ),
      await this.rowsOf(
        after,
        objects.map((object) => object.after.key),
      ),
    );
    const command = { options: { model: models.after }, table, ...(context ? { context } : {}) };
    const moved = movedBy(objects, models, rows, await this.predictor.predict(command, submission));
    return objects.map((object, index) => ({ ...object, inputs: moved[index] }));
  }

  private async rowsOf({ catalog }: ReadableCatalog, keys: number[]): Promise<ComparedRows> {
    const database = await this.store.openDatabase();
    const candidates = await candidatesOfKeys(catalog, database, keys);
    return { ...candidates, ...(await contextOfKeys(catalog, database, candidates.keys)) };
  }
}

const modelOf = ({ content: { model } }: ReadableCatalog): string => `${model!.name}@${model!.version}`;
