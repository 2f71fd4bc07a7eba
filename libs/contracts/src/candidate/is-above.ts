import { buildMessage, ValidateBy } from 'class-validator';

/** A number strictly greater than `limit`; class-validator's `Min` includes the limit. */
export function IsAbove(limit: number): PropertyDecorator {
  return ValidateBy({
    name: 'isAbove',
    constraints: [limit],
    validator: {
      validate: (value: unknown) => typeof value === 'number' && value > limit,
      defaultMessage: buildMessage((prefix) => `${prefix}$property must be greater than $constraint1`, {}),
    },
  });
}
