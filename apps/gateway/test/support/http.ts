export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what an answer holds is what the tests are about
type Json = any;

/** Sends JSON, or a text or form as it is, and reads JSON. */
export async function call<Body = Json>(
  url: string,
  { method, body, headers = {} }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer<Body>> {
  const isRaw = typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array;
  const isJson = body !== undefined && !(body instanceof FormData);
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : undefined) as Body };
}
