import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '@exoplanet/platform';
import { SCHEMES } from '../auth/roles.decorator';

const DESCRIPTION = `How likely is a transit candidate a planet, why, and how sure is that answer.

A request that makes work answers 202 with a \`task_id\`; \`GET /tasks/{task_id}\` tells its state, and \`?wait=SECONDS\` or \`Prefer: wait=SECONDS\` waits for the answer.
Live progress comes over socket.io and over the WebSocket \`/ws/{client_id}\`: send \`{"type": "subscribe_task", "task_id": "..."}\`.

Where API keys are on, a request carries one as \`Authorization: Bearer KEY\` or \`X-API-Key: KEY\`; socket.io takes it as \`auth.token\`, \`/ws\` in a header or as the subprotocol \`bearer.KEY\` beside another one. A task is visible to the key that made it.
Roles: \`submit\` makes tasks and cancels them, \`read\` sees them, the models and the workers, \`operate\` steers the workers and cancels any task.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`. Values are in the units of the NASA Exoplanet Archive; what is not known is left out.
A score does not confirm a planet.`;

/** The OpenAPI document of the application: what `/docs` shows, what `openapi.json` holds, and what rows are checked against. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Exoplanet')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An API key; not needed where keys are off' },
      SCHEMES.bearer,
    )
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same, in a header of its own' },
      SCHEMES.header,
    )
    .addTag('predictions', 'Candidates from a catalogue')
    .addTag('light curves', 'Photometry of a star')
    .addTag('tasks', 'Work that was accepted')
    .addTag('workers', 'The processes that run the models')
    .addTag('models', 'What answers, and how good it is')
    .addTag('open inference protocol', 'The models for clients of KServe and Triton')
    .addTag('health', 'Probes')
    .addTag('about')
    .build();
  return SwaggerModule.createDocument(app, config);
}
