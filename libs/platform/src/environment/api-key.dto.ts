import { plainToInstance } from 'class-transformer';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, Matches } from 'class-validator';
import { asJson } from './variable';

/** What an API key may do. `submit`: make tasks and cancel its own. `read`: see its tasks, the models and the workers. `operate`: steer the workers, cancel any task, see the queues. */
export const ROLES = ['submit', 'read', 'operate'] as const;
export type Role = (typeof ROLES)[number];

/** One entry of `API_KEYS`. The key itself is kept nowhere. */
export class ApiKeyDto {
  /** Names the key in logs, and owns the tasks that are made with it. */
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

/** Reads the JSON array of `API_KEYS`; what is not one is left for the check to refuse. */
export function asApiKeys(text: string): unknown {
  const value = asJson(text);
  return Array.isArray(value)
    ? value.map((entry: unknown) => (isObject(entry) ? plainToInstance(ApiKeyDto, entry) : entry))
    : value;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
