import { Injectable, type PipeTransform } from '@nestjs/common';
import { validationError } from '../platform/http/validation-error';

/** Key of a row in a path. Binary columns hold keys as int32. */
export const ROW_KEY_SCHEMA = { type: 'integer', minimum: 0, maximum: 2 ** 31 - 1 } as const;

/** Reads the key of a row from a path. @throws AppError VALIDATION_FAILED */
@Injectable()
export class RowKeyPipe implements PipeTransform<string, number> {
  transform(text: string): number {
    const { minimum, maximum } = ROW_KEY_SCHEMA;
    if (/^\d{1,10}$/.test(text) && Number(text) <= maximum) return Number(text);
    throw validationError([{ field: 'key', message: `key must be an integer from ${minimum} to ${maximum}` }]);
  }
}
