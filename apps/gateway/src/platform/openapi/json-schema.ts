import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type JsonSchema = Record<string, unknown>;

/** Converts the schemas of an OpenAPI 3.0 document to JSON Schema: translates `nullable` and the boolean `exclusiveMinimum`, and rejects unknown fields. */
export function toJsonSchemas(schemas: Schemas): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, toJsonSchema(schema as JsonSchema)]),
  );
}

function toJsonSchema(schema: JsonSchema): JsonSchema {
  const {
    nullable,
    exclusiveMinimum,
    minimum,
    properties,
    items,
    example: _example,
    description: _description,
    ...rest
  } = schema;
  // A referenced schema does not allow null itself, so null becomes an alternative to it.
  if (nullable && rest.allOf !== undefined) return { anyOf: [rest, { type: 'null' }] };
  return {
    ...rest,
    ...(nullable && typeof rest.type === 'string' ? { type: [rest.type, 'null'] } : {}),
    ...(exclusiveMinimum === true ? { exclusiveMinimum: minimum } : minimum === undefined ? {} : { minimum }),
    ...(items ? { items: toJsonSchema(items as JsonSchema) } : {}),
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties as Record<string, JsonSchema>).map(([name, property]) => [
              name,
              toJsonSchema(property),
            ]),
          ),
          additionalProperties: false,
        }
      : {}),
  };
}
