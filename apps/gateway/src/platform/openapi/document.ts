import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '@exoplanet/platform';
import { SCHEMES } from '../auth/roles.decorator';
import { documentRules } from './documented-rules';
import { toOpenApi31 } from './openapi-31';
import { completeRequestBodies } from './request-bodies';
import { addStandardProblems } from './standard-problems';

const DESCRIPTION = `Estimates how likely a transit candidate is a planet, explains why, and says how certain the answer is.

Requests that start work return 202 with a \`task_id\`. \`GET /tasks/{task_id}\` returns the state of the task; \`?wait=SECONDS\` or \`Prefer: wait=SECONDS\` waits for the result.
Live progress is available over socket.io and over the WebSocket \`/ws/{client_id}\`: send \`{"type": "subscribe_task", "task_id": "..."}\`.

Where API keys are on, send one as \`Authorization: Bearer KEY\` or \`X-API-Key: KEY\`. socket.io accepts it as \`auth.token\`; \`/ws\` accepts it in a header, or as the subprotocol \`bearer.KEY\` next to another subprotocol. A task is visible only to the key that submitted it.
Roles: \`submit\` submits and cancels tasks; \`read\` reads tasks, models and workers; \`operate\` controls the workers and cancels any task.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`. Values are in the units of the NASA Exoplanet Archive; leave out values that are not known.
A score does not confirm a planet.`;

/** The OpenAPI document of the application: shown at `/docs`, committed as `openapi.json`, and the schema that rows are validated against. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Exoplanet')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An API key; not needed where keys are off' },
      SCHEMES.bearer,
    )
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same API key in its own header' },
      SCHEMES.header,
    )
    .addTag('predictions', 'Candidates from a catalogue')
    .addTag('light curves', 'Photometry of a star')
    .addTag('catalogues', 'Tables of candidates: scored, ranked, explained, compared and exported')
    .addTag('tasks', 'State, result and cancellation of submitted work')
    .addTag('workers', 'The processes that run the models')
    .addTag('models', 'The models and their measured quality')
    .addTag('open inference protocol', 'The models, for KServe and Triton clients')
    .addTag('health', 'Health probes and metrics')
    .addTag('about')
    .build();
  documentRules();
  const document = toOpenApi31(SwaggerModule.createDocument(app, config));
  completeRequestBodies(document);
  addStandardProblems(document);
  return document;
}
