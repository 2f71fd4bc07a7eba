import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DTO_CHECK, fieldErrors } from '@exoplanet/contracts';
import { validationError } from './validation-error';
import { withoutNulls } from './without-nulls';

/** Maximum number of distinct queries remembered for each DTO. */
const MAX_QUERIES = 1000;

/** Validates every DTO by its decorators and rejects unknown fields. */
@Injectable()
export class DtoValidationPipe extends ValidationPipe {
  private readonly queries = new Map<unknown, LRUCache<string, object>>();

  constructor() {
    super({
      ...DTO_CHECK,
      transform: true,
      exceptionFactory: (problems) => validationError(problems.flatMap((problem) => fieldErrors(problem))),
    });
  }

  /** Callers repeat a few queries over and over, so each is validated once; equal queries share one frozen object. */
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (!isDto(metadata.metatype) || metadata.type === 'custom') return value as Promise<unknown>;
    if (metadata.type === 'body') return super.transform(objectOf(value), metadata) as Promise<unknown>;
    if (metadata.type !== 'query') return super.transform(value, metadata) as Promise<unknown>;
    let known = this.queries.get(metadata.metatype);
    if (!known) this.queries.set(metadata.metatype, (known = new LRUCache<string, object>({ max: MAX_QUERIES })));
    const text = JSON.stringify(value);
    return (known.get(text) ?? this.validateQuery(value, metadata, known, text)) as Promise<unknown>;
  }

  private async validateQuery(
    value: unknown,
    metadata: ArgumentMetadata,
    known: LRUCache<string, object>,
    text: string,
  ): Promise<object> {
    const validated = Object.freeze((await super.transform(value, metadata)) as object);
    known.set(text, validated);
    return validated;
  }
}

const isDto = (metatype: unknown): boolean => typeof metatype === 'function' && metatype !== Object;

/** A body as an object; an absent one is empty. class-validator would accept a string or a number without a look at it. */
function objectOf(body: unknown): object {
  if (body === undefined) return {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return withoutNulls(body);
  throw validationError([{ field: '', message: 'the body must be a JSON object' }]);
}
