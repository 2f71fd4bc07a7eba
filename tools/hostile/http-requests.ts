import type { Dice } from './dice';
import { hostileFile } from './uploads';
import { hostileCandidate, hostileJson, TEXTS } from './values';

/** An operation of `openapi.json`. */
export interface Operation {
  method: string;
  path: string;
  query: string[];
  hasBody: boolean;
}

export interface HostileRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
  /** Cut the connection in the middle of the body. */
  isCut: boolean;
}

interface OpenApi {
  paths: Record<string, Record<string, { parameters?: { name: string; in: string }[]; requestBody?: unknown }>>;
}

/** Every operation of the document, and a few paths that are in none. */
export function operationsOf({ paths }: OpenApi): Operation[] {
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
      hasBody: requestBody !== undefined,
    })),
  );
  const others = ['/docs', '/openapi.json', '/monitor', '/socket.io/', '/ws/a', '/no/such', '//', '/..%2f'];
  // Bodies hold most of what can be wrong.
  const withBody = documented.filter(({ hasBody }) => hasBody);
  return [
    ...documented,
    ...withBody,
    ...withBody,
    ...others.map((path) => ({ method: 'GET', path, query: [], hasBody: false })),
  ];
}

const PATH_VALUES = [
  'tabular',
  'tabular@1',
  'multimodal',
  'stats',
  'ping',
  '1',
  `p${'0'.repeat(35)}`,
  `a${'f'.repeat(35)}`,
];
const QUERY_VALUES = ['0', '0.05', '-1', '61', '1e9', 'true', 'false', '1', 'tabular', 'tabular@99', '2'];
const MEDIA_TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/octet-stream',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'application/xml',
  'nonsense',
  '',
];

export function hostileRequest(dice: Dice, operations: readonly Operation[]): HostileRequest {
  const operation = dice.pick(operations);
  const method = dice.chance(0.05)
    ? dice.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])
    : operation.method;
  const path = operation.path.replaceAll(/\{\w+\}/g, () => pathValue(dice)) + queryOf(dice, operation);
  const { type, body } =
    operation.hasBody || dice.chance(0.05) ? bodyOf(dice, operation) : { type: undefined, body: undefined };
  const headers: Record<string, string> = {
    ...(type === undefined ? {} : { 'content-type': dice.chance(0.1) ? dice.pick(MEDIA_TYPES) : type }),
    ...(dice.chance(0.1) ? { 'idempotency-key': headerValue(dice) } : {}),
    ...(dice.chance(0.1) ? { prefer: dice.pick(['wait=0', 'wait=x', 'wait=-1', 'respond-async', ',,;;=']) } : {}),
    ...(dice.chance(0.05) ? { 'x-request-id': headerValue(dice) } : {}),
    ...(dice.chance(0.05) ? { authorization: dice.pick(['Bearer', 'Bearer x', 'Basic !!', headerValue(dice)]) } : {}),
    ...(dice.chance(0.05) ? { 'content-encoding': dice.pick(['gzip', 'br', 'identity', 'x']) } : {}),
    ...(dice.chance(0.05) ? { accept: dice.pick(['text/html', '*/*', 'nonsense', headerValue(dice)]) } : {}),
    ...(dice.chance(0.05) ? { 'inference-header-content-length': dice.pick(['0', '-1', '99999', 'x']) } : {}),
  };
  return { method, path, headers, body, isCut: body !== undefined && dice.chance(0.02) };
}

function pathValue(dice: Dice): string {
  if (dice.chance(0.5)) return dice.pick(PATH_VALUES);
  return encoded(dice.pick(TEXTS).slice(0, 1000));
}

function queryOf(dice: Dice, { query }: Operation): string {
  const named = query.filter(() => dice.chance(0.3));
  const unknown = dice.chance(0.1) ? [dice.pick(['__proto__', 'a[b]', 'x', 'wait', 'constructor'])] : [];
  const pairs = [...named, ...unknown].flatMap((name) => {
    const value = dice.chance(0.7) ? dice.pick(QUERY_VALUES) : dice.pick(TEXTS).slice(0, 1000);
    const pair = `${encoded(name)}=${encoded(value)}`;
    return dice.chance(0.05) ? [pair, pair] : [pair];
  });
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

/** Percent-encoded, so that a client can send it; a lone surrogate stands for an invalid sequence. */
const encoded = (text: string): string =>
  /[\ud800-\udfff]/.test(text) && text.length === 1 ? '%ed%a0%80' : encodeURIComponent(text);

/** What a client may put into a header: no control characters, no characters beyond Latin-1. */
const headerValue = (dice: Dice): string =>
  dice
    .pick(TEXTS)
    .replaceAll(/[^\x20-\x7e]/g, '')
    .slice(0, 2000);

function bodyOf(dice: Dice, { path }: Operation): { type: string; body: string | Uint8Array } {
  if (path === '/light-curves' && dice.chance(0.7)) return formOf(dice);
  const json = (body: string | Uint8Array) => ({ type: 'application/json', body });
  switch (dice.below(6)) {
    case 0:
      return json(hostileJson(dice));
    case 1:
      return json(
        `{"predictions":[${Array.from({ length: 1 + dice.below(20) }, () => hostileCandidate(dice)).join()}]}`,
      );
    case 2:
      return json(
        `{"id":${hostileJson(dice)},"inputs":[{"name":"row","shape":[1,${dice.below(99)}],"datatype":"FP32","data":${hostileJson(dice)}}]}`,
      );
    case 3:
      return json(dice.bytes(dice.pick([0, 1, 100, 10_000])));
    case 4:
      return json(`{"worker":${hostileJson(dice)}}`);
    default:
      return json(hostileCandidate(dice));
  }
}

function formOf(dice: Dice): { type: string; body: Uint8Array } {
  const boundary = 'hostile-boundary';
  const parts: Buffer[] = [];
  const part = (disposition: string, content: Uint8Array | string) =>
    parts.push(
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n`),
      Buffer.from(content as string),
      Buffer.from('\r\n'),
    );
  for (let files = dice.below(3); files >= 0; files--)
    part(
      `name="${dice.chance(0.9) ? 'files' : 'x'}"; filename="${dice.pick(['a.fits', '../a', '', 'x'.repeat(3000)])}"`,
      hostileFile(dice),
    );
  for (const name of [
    'period',
    'epoch',
    'duration',
    'max_planets',
    'period_min',
    'period_max',
    'source',
    'model',
    'star_teff',
    '__proto__',
  ])
    if (dice.chance(0.1)) part(`name="${name}"`, dice.chance(0.5) ? dice.pick(QUERY_VALUES) : dice.pick(TEXTS));
  const end = dice.chance(0.9) ? `--${boundary}--\r\n` : '';
  const type = dice.chance(0.95) ? `multipart/form-data; boundary=${boundary}` : 'multipart/form-data; boundary=other';
  return { type, body: Buffer.concat([...parts, Buffer.from(end)]) };
}
