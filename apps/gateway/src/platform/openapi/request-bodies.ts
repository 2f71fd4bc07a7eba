import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, type OpenAPIObject } from '@nestjs/swagger';
import { orNull } from './openapi-31';

type Json = Record<string, unknown>;
interface Operation {
  requestBody?: { content: Record<string, { schema?: Json }> };
}

/** Where `ApiBodies` leaves the schemas until the document is made: Nest gives every media type the same one. */
const BY_MEDIA_TYPE = 'x-by-media-type';

/** Documents a body whose form depends on its media type. */
export const ApiBodies = (bodies: Record<string, object>): MethodDecorator =>
  applyDecorators(ApiConsumes(...Object.keys(bodies)), ApiBody({ schema: { [BY_MEDIA_TYPE]: bodies } as object }));

/**
 * Says about the bodies of requests what holds for all of them: a field that is not declared is refused, and a field of JSON
 * that may be left out may be null.
 */
export function completeRequestBodies(document: OpenAPIObject): void {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Json>;
  for (const path of Object.values(document.paths)) {
    for (const { requestBody } of Object.values(path as Record<string, Operation>)) {
      for (const [mediaType, body] of Object.entries(requestBody?.content ?? {})) {
        const own = (body.schema?.[BY_MEDIA_TYPE] as Record<string, Json> | undefined)?.[mediaType];
        if (own) body.schema = own;
        close(body.schema, schemas, mediaType === 'application/json');
      }
    }
  }
}

/** Changes the objects of a schema and of those that it refers to. */
function close(value: unknown, schemas: Record<string, Json>, isJson: boolean): void {
  if (typeof value !== 'object' || value === null) return;
  const schema = value as Json;
  if (typeof schema.$ref === 'string') close(schemas[schema.$ref.split('/').at(-1)!], schemas, isJson);
  const properties = schema.properties as Record<string, Json> | undefined;
  if (properties && schema.additionalProperties === undefined) {
    schema.additionalProperties = false;
    const required = (schema.required ?? []) as string[];
    for (const [name, property] of Object.entries(properties)) {
      close(property, schemas, isJson);
      if (isJson && !required.includes(name)) properties[name] = orNull(property);
    }
  }
  for (const inner of [schema.items, ...((schema.oneOf ?? schema.anyOf ?? schema.allOf ?? []) as unknown[])])
    close(inner, schemas, isJson);
}
