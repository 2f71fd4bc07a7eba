/** An answer with its body read. */
export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

/** Sends JSON (or a text as it is) and reads JSON. */
export async function call<Body = Record<string, unknown>>(
  url: string,
  method = 'GET',
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const given = body !== undefined;
  const response = await fetch(url, {
    method,
    headers: { ...(given ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(given ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : undefined) as Body };
}
