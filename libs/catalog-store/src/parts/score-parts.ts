import {
  type BatchResultDto,
  type PredictionDto,
  type PredictResult,
  renderPredictions,
  type RowNames,
} from '@exoplanet/contracts';
import { DERIVED_OBJECTS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import type { Database } from '../database/database';
import { type FileColumn, writeParquet } from '../database/write-parquet';

/** Answers that are objects in memory at a time. */
const GROUP = 2048;

/** Writes the answers to one part of a catalogue. @param keys of the answered rows @param names of the rows that they mention */
export async function writeScores(
  catalog: StoredCatalog,
  database: Database,
  part: number,
  keys: Int32Array,
  result: PredictResult,
  names: RowNames,
): Promise<void> {
  const path = catalog.objects.scratchFile();
  const groups = function* () {
    for (let from = 0; from === 0 || from < keys.length; from += GROUP) {
      const some = keys.subarray(from, from + GROUP);
      const task = { id: '' as never, form: 'batch' as const, rows: some.length };
      const { predictions } = renderPredictions(result, from, task, names) as BatchResultDto & {
        predictions: PredictionDto[];
      };
      yield scoreColumns(some, predictions);
    }
  };
  await database.use((connection) => writeParquet(connection, path, groups()));
  await catalog.putFile(DERIVED_OBJECTS.scores(part), path);
}

function scoreColumns(keys: Int32Array, predictions: readonly PredictionDto[]): FileColumn[] {
  const column = (
    name: string,
    type: FileColumn['type'],
    value: (prediction: PredictionDto) => number | string | boolean | null,
  ): FileColumn => ({ name, type, values: predictions.map(value) });
  return [
    { name: 'key', type: 'INTEGER', values: keys },
    column('probability', 'DOUBLE', ({ probability }) => probability),
    column('prediction', 'VARCHAR', ({ prediction }) => prediction),
    column('set', 'VARCHAR', ({ prediction_set }) => prediction_set.join(' ')),
    column('in_distribution', 'BOOLEAN', ({ in_distribution }) => in_distribution.value),
    column('distance', 'DOUBLE', ({ in_distribution }) => in_distribution.distance),
    column('checks', 'VARCHAR', ({ checks }) => (checks.length > 0 ? checks.map(({ name }) => name).join(' ') : null)),
    column('checks_json', 'VARCHAR', ({ checks }) => (checks.length > 0 ? JSON.stringify(checks) : null)),
    column('match', 'VARCHAR', ({ match }) => (match ? (match.parent.id ?? `row ${match.parent.index}`) : null)),
    column('match_relation', 'VARCHAR', ({ match }) => match?.relation ?? null),
    column('match_json', 'VARCHAR', ({ match }) => (match ? JSON.stringify(match) : null)),
    column('objects', 'INTEGER', ({ multiplicity }) => multiplicity?.objects ?? null),
    column('multiplicity_json', 'VARCHAR', ({ multiplicity }) => (multiplicity ? JSON.stringify(multiplicity) : null)),
    column('probability_alone', 'DOUBLE', ({ probability_alone }) => probability_alone ?? null),
    column('missing', 'VARCHAR', ({ missing }) => (missing.length > 0 ? missing.join(' ') : null)),
  ];
}
