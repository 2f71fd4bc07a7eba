import { VERSION } from '@exoplanet/platform';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

const DESCRIPTION = `How likely is a transit candidate a planet, why, and how sure is that answer.

A request that makes work answers 202 with a \`task_id\`; \`GET /tasks/{task_id}\` tells its state, and \`?wait=SECONDS\` or \`Prefer: wait=SECONDS\` waits for the answer.
Live progress comes over socket.io and over the WebSocket \`/ws/{client_id}\`: send \`{"type": "subscribe_task", "task_id": "..."}\`.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`. Values are in the units of the NASA Exoplanet Archive; what is not known is left out.
A score does not confirm a planet.`;

/** The OpenAPI document of the application: what `/docs` shows, what `openapi.json` holds, and what rows are checked against. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Exoplanet')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addTag('predictions', 'Candidates from a catalogue')
    .addTag('light curves', 'Photometry of a star')
    .addTag('tasks', 'Work that was accepted')
    .addTag('workers', 'The processes that run the models')
    .addTag('models', 'What answers, and how good it is')
    .addTag('health', 'Probes')
    .addTag('about')
    .build();
  return SwaggerModule.createDocument(app, config);
}
