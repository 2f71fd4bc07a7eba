import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type JsonSchema = Record<string, unknown>;

/** The schemas of an OpenAPI 3.0 document as JSON Schema: `nullable` and a boolean `exclusiveMinimum` are not of it, and unknown fields are refused. */
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
  // What it refers to does not allow null, whatever stands beside the reference.
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
