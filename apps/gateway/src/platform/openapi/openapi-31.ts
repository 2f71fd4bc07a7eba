type Json = Record<string, unknown>;

/** Keys whose values are data and no schemas. */
const DATA = new Set(['example', 'examples', 'default', 'enum']);

/**
 * The document with the schemas of OpenAPI 3.1, which are those of JSON Schema. Nest writes those of 3.0, where `nullable`
 * beside a reference says nothing (a reference does not allow null), and where an exclusive limit is a boolean.
 */
export function toOpenApi31<T>(document: T): T {
  return converted(document) as T;
}

function converted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(converted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, DATA.has(key) ? one : converted(one)] as const);
  return withNull(withExclusiveLimit(Object.fromEntries(entries)));
}

function withExclusiveLimit({ exclusiveMinimum, minimum, ...schema }: Json): Json {
  if (exclusiveMinimum === true) return { ...schema, exclusiveMinimum: minimum };
  return {
    ...schema,
    ...(minimum === undefined ? {} : { minimum }),
    ...(exclusiveMinimum === undefined ? {} : { exclusiveMinimum }),
  };
}

/** Turns `nullable` into an alternative of its own. */
function withNull({ nullable, ...schema }: Json): Json {
  if (nullable !== true) return nullable === undefined ? schema : { ...schema, nullable };
  return orNull(schema);
}

/** A schema that allows null, too. */
export function orNull(schema: Json): Json {
  const { type, allOf, oneOf, anyOf, $ref, description, ...rest } = schema;
  const described = description === undefined ? {} : { description };
  if (typeof type === 'string')
    return {
      ...schema,
      type: [type, 'null'],
      ...(Array.isArray(schema.enum) ? { enum: [...(schema.enum as unknown[]), null] } : {}),
    };
  if (Array.isArray(type))
    return type.includes('null') ? schema : { ...schema, type: [...(type as unknown[]), 'null'] };
  const alternatives = (anyOf ?? oneOf ?? allOf ?? ($ref === undefined ? undefined : [{ $ref }])) as Json[] | undefined;
  if (!alternatives || (allOf && alternatives.length > 1)) return { ...described, anyOf: [schema, { type: 'null' }] };
  if (alternatives.some((one) => one.type === 'null')) return schema;
  return { ...rest, ...described, [oneOf ? 'oneOf' : 'anyOf']: [...alternatives, { type: 'null' }] };
}
