/** A body whose nulls are undefined: a field that may be left out may also be null, but an unknown field is refused all the same. */
export const withoutNulls = (body: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, (value as unknown) ?? undefined]));
