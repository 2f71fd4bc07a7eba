import type { IncomingHttpHeaders } from 'node:http';

/** Prefix of the WebSocket subprotocol that carries a key: a browser cannot set headers on a WebSocket. */
const SUBPROTOCOL = 'bearer.';

/** The key that a request presents, in `Authorization: Bearer KEY` or `X-API-Key: KEY`. */
export function presentedKey({ authorization, 'x-api-key': given }: IncomingHttpHeaders): string | undefined {
  const bearer = authorization === undefined ? undefined : /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  return bearer ?? (typeof given === 'string' && given !== '' ? given : undefined);
}

/** The same, or the password of HTTP Basic, which browsers can ask their users for. */
export function keyOrPassword(headers: IncomingHttpHeaders): string | undefined {
  const basic = /^basic +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return presentedKey(headers);
  const text = Buffer.from(basic, 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1) || undefined;
}

/** The same for a WebSocket: a header, or the subprotocol `bearer.KEY` beside another one. */
export function keyOfUpgrade(headers: IncomingHttpHeaders): string | undefined {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return presentedKey(headers) ?? offered.find((name) => name.startsWith(SUBPROTOCOL))?.slice(SUBPROTOCOL.length);
}

/** The subprotocol that the server accepts: the first that is not a key, because the choice is sent back in clear. */
export function chosenSubprotocol(offered: ReadonlySet<string>): string | false {
  return [...offered].find((name) => !name.startsWith(SUBPROTOCOL)) ?? false;
}
