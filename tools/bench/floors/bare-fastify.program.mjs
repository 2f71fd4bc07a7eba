// The floor of a single prediction: a bare Fastify route with the same body, the same validation and an answer of the same length.
// usage: bare-fastify.program.mjs PORT, with the answer in the variable ANSWER
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fastify from 'fastify';
import { workspaceRoot } from '../../build/aliases.mjs';

const {
  components: { schemas },
} = JSON.parse(readFileSync(join(workspaceRoot, 'openapi.json'), 'utf8'));
const accepts = new Ajv({ strict: false, validateFormats: false }).compile({
  ...schemas.CandidateDto,
  components: { schemas },
});
const answer = process.env.ANSWER;

const app = fastify();
app.post('/predict', (request, reply) => {
  if (!accepts(request.body)) reply.status(400);
  reply.type('application/json; charset=utf-8').send(answer);
});
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
