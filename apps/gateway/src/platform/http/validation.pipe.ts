import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AppError, DTO_CHECK, type FieldError, fieldErrors } from '@exoplanet/contracts';

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
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'query') return super.transform(value, metadata) as Promise<unknown>;
    let known = this.queries.get(metadata.metatype);
    if (!known) this.queries.set(metadata.metatype, (known = new LRUCache<string, object>({ max: MAX_QUERIES })));
    const text = JSON.stringify(value);
    const validated = known.get(text) ?? Object.freeze((await super.transform(value, metadata)) as object);
    known.set(text, validated);
    return validated;
  }
}

/** The error for a request with invalid fields; its detail is the first of them. */
export function validationError(errors: FieldError[]): AppError {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new AppError('VALIDATION_FAILED', `${errors[0]?.message ?? 'invalid'}${more}`, errors);
}
