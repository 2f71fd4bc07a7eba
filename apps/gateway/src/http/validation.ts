import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { AppError, DTO_CHECK, type FieldError, fieldErrors } from '@exoplanet/contracts';

/** Most queries that are remembered; then all are forgotten. */
const MOST_QUERIES = 1000;

/** Checks every DTO by its decorators; a field that the DTO does not have is refused. */
class DtoPipe extends ValidationPipe {
  private readonly queries = new Map<unknown, Map<string, unknown>>();

  /** Queries are few and come again and again: equal ones are checked once and become the same object. */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'query') return super.transform(value, metadata) as Promise<unknown>;
    let known = this.queries.get(metadata.metatype);
    if (!known) this.queries.set(metadata.metatype, (known = new Map<string, unknown>()));
    const text = JSON.stringify(value);
    if (known.has(text)) return known.get(text);
    const checked = Object.freeze((await super.transform(value, metadata)) as unknown);
    if (known.size >= MOST_QUERIES) known.clear();
    known.set(text, checked);
    return checked;
  }
}

export const validationPipe = (): ValidationPipe =>
  new DtoPipe({
    ...DTO_CHECK,
    transform: true,
    exceptionFactory: (problems) => validationError(problems.flatMap((problem) => fieldErrors(problem))),
  });

/** The error for a request with wrong fields; its detail is the first of them. */
export function validationError(errors: FieldError[]): AppError {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new AppError('VALIDATION_FAILED', `${errors[0]?.message ?? 'invalid'}${more}`, errors);
}
