import { plainToInstance } from 'class-transformer';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, Matches } from 'class-validator';
import { asJson } from './variable';

/** The roles of an API key. `submit`: submit tasks and cancel its own. `read`: read its tasks, the models and the workers. `operate`: control the workers, cancel any task, see the queues. */
export const ROLES = ['submit', 'read', 'operate'] as const;
export type Role = (typeof ROLES)[number];

/** One entry of `API_KEYS`. The key itself is stored nowhere. */
export class ApiKeyDto {
  /** Name of the key in logs, and owner of the tasks that are submitted with it. */
  @Matches(/^[A-Za-z0-9._-]{1,64}$/, { message: 'name must be 1 to 64 characters of A-Z a-z 0-9 . _ -' })
  name!: string;

  /** SHA-256 of the key. */
  @Matches(/^[0-9a-f]{64}$/, { message: 'sha256 must be 64 hexadecimal digits, lower case' })
  sha256!: string;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(ROLES, { each: true, message: `roles must be of ${ROLES.join(', ')}` })
  roles!: Role[];
}

/** Reads the JSON array of `API_KEYS`. Anything else is returned unchanged, so that validation refuses it. */
export function asApiKeys(text: string): unknown {
  const value = asJson(text);
  return Array.isArray(value)
    ? value.map((entry: unknown) => (isObject(entry) ? plainToInstance(ApiKeyDto, entry) : entry))
    : value;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
