/** The fields of all answers that the tests read: an answer has those of its route. */
export interface Body {
  task_id: string;
  status: string;
  progress: { fraction: number };
  result: { probability: number; predictions: { id: string; probability: number }[] };
  error: { code: string; message: string };
  code: string;
  detail: string;
  errors: { field: string; message: string; index?: number }[];
  details: Record<string, { status: string }>;
  system: object;
  expected: number;
  missing: string[];
  replies: { worker: string }[];
  models: object[];
  id: string;
  model_version: string;
  outputs: { name: string; data: unknown }[];
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Body;
}

/** Sends JSON, or a text, bytes or a form as they are, and reads JSON. */
export async function call(
  url: string,
  { method, body, headers = {} }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
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
