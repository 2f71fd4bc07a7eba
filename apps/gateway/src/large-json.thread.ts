import 'reflect-metadata';
import { workerData } from 'node:worker_threads';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { AppError } from '@exoplanet/contracts';
import { isTooDeep, nestedTooDeep } from './platform/http/json-depth';
import { toNumberColumns } from './platform/http/number-columns';
import type { ParseTask, ThreadAnswer } from './platform/http/parse-task';
import { compileCandidateCheck } from './predictions/candidate-check';
import { checkBatch } from './predictions/check-batch';
import { prepareBatch } from './predictions/prepared-batch';

const { schemas } = workerData as { schemas: Record<string, object> };
const check = compileCandidateCheck(schemas);

/** Parses a large body and turns it into something that the event loop can take over without copying. */
export default function parseLargeJson({ name, bytes, maxRows }: ParseTask): ThreadAnswer {
  try {
    const body = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (name === 'batch') {
      const batch = prepareBatch(checkBatch(body, maxRows, (row) => check.read(row)));
      return transferred(batch, [batch.table.values.buffer as ArrayBuffer]);
    }
    const { value, arrays } = toNumberColumns(body);
    return transferred(value, arrays);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, errors } = error;
    return { problem: { code, message, errors } };
  }
}

function parseJson(bytes: Buffer): unknown {
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString());
  } catch {
    throw new AppError('MALFORMED_JSON');
  }
  if (isTooDeep(body)) throw nestedTooDeep();
  return body;
}

/** An answer whose arrays move to the event loop instead of being copied. */
function transferred(value: unknown, arrays: ArrayBuffer[]): ThreadAnswer {
  const answer: ThreadAnswer = { value };
  return move({ [transferableSymbol]: arrays, [valueSymbol]: answer }) as unknown as ThreadAnswer;
}
