import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata';

/** Where `@nestjs/swagger` keeps what `@ApiProperty` said. */
const DOCUMENTED = 'swagger/apiModelProperties';

/** The keywords of JSON Schema for a rule of class-validator, by the name of the rule. */
const KEYWORDS: Record<string, (...limits: never[]) => ApiPropertyOptions> = {
  isInt: () => ({ type: 'integer' }),
  min: (minimum: number) => ({ minimum }),
  max: (maximum: number) => ({ maximum }),
  isAbove: (minimum: number) => ({ minimum, exclusiveMinimum: true }),
  minLength: (minLength: number) => ({ minLength }),
  maxLength: (maxLength: number) => ({ maxLength }),
  isLength: (minLength: number, maxLength: number) => ({ minLength, maxLength }),
  matches: (pattern: RegExp) => ({ pattern: pattern.source }),
};

interface StorageOfRules {
  validationMetadatas: Map<object, ValidationMetadata[]>;
}

/**
 * Adds the rules that class-validator checks to what `@ApiProperty` documents, so that a request that the document allows is
 * not rejected for a limit that it does not name. Called before the document is made; to call it again changes nothing.
 */
export function documentRules(): void {
  // The only list of all classes with rules; class-validator keeps it to itself, and a test fails when it moves.
  const { validationMetadatas: rules } = getMetadataStorage() as unknown as StorageOfRules;
  for (const rule of [...rules.values()].flat()) document(rule);
}

function document({ target, propertyName, name, constraints, each }: ValidationMetadata): void {
  const keywords = name === undefined ? undefined : KEYWORDS[name]?.(...((constraints ?? []) as never[]));
  if (!keywords || typeof target !== 'function') return;
  const prototype = target.prototype as object;
  const documented = Reflect.getMetadata(DOCUMENTED, prototype, propertyName) as ApiPropertyOptions | undefined;
  if (!documented) return;
  const { items } = documented as { items?: object };
  const type = (documented as { type?: unknown }).type;
  // Without its type the decorator would take that of the declaration.
  if (!each) ApiProperty({ ...(type ? { type } : {}), ...keywords } as ApiPropertyOptions)(prototype, propertyName);
  else
    ApiProperty({ type: 'array', items: { type: 'string', ...items, ...keywords } } as ApiPropertyOptions)(
      prototype,
      propertyName,
    );
}
