import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type ErrorCode, ERRORS, type FieldError } from '@exoplanet/contracts';

export class FieldErrorDto implements FieldError {
  @ApiProperty({ description: 'Path of the field', example: 'period' })
  field!: string;

  @ApiProperty({ description: 'What is wrong, and what is allowed', example: 'period must be greater than 0' })
  message!: string;

  @ApiPropertyOptional({ description: 'Position of the row in a batch, from 0' })
  index?: number;
}

/** An error answer: `application/problem+json` of RFC 9457. */
export class ProblemDto {
  @ApiProperty({ example: 'urn:exoplanet:problem:validation-failed', description: 'Identifies the kind of problem' })
  type!: string;

  @ApiProperty({ description: 'The kind of problem in words', example: 'The request does not have the right form' })
  title!: string;

  @ApiProperty({ description: 'HTTP status', example: 400 })
  status!: number;

  @ApiProperty({ enum: Object.keys(ERRORS), description: 'Stable code of the problem', example: 'VALIDATION_FAILED' })
  code!: ErrorCode;

  @ApiProperty({ description: 'What is wrong with this request', example: 'period must be greater than 0' })
  detail!: string;

  @ApiProperty({ description: 'What the caller can do next', example: 'Correct the fields named in `errors`.' })
  advice!: string;

  @ApiProperty({ description: 'Id of the request, as in the log', example: 'req-1' })
  request_id!: string;

  @ApiPropertyOptional({ type: [FieldErrorDto], description: 'The fields that are wrong' })
  errors?: FieldErrorDto[];
}

/** Builds the problem of a code. Every error answer is built here. */
export function problemOf(
  code: ErrorCode,
  detail: string,
  requestId: string,
  errors?: readonly FieldError[],
  extra?: Readonly<Record<string, unknown>>,
): ProblemDto {
  const { status, title, advice } = ERRORS[code];
  return {
    type: `urn:exoplanet:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code,
    detail,
    advice,
    request_id: requestId,
    ...(errors && errors.length > 0 ? { errors: [...errors] } : {}),
    ...extra,
  };
}
