/** The first bytes of a source, at least `size` of them unless it is shorter, and the whole source including them. */
export async function peek(
  source: AsyncIterable<Uint8Array>,
  size: number,
): Promise<{ first: Uint8Array; all: AsyncGenerator<Uint8Array, void> }> {
  const chunks = source[Symbol.asyncIterator]();
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < size) {
    const next = await chunks.next();
    if (next.done) break;
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  return { first, all: follow(first, chunks) };
}

async function* follow(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    if (first.length > 0) yield first;
    yield* { [Symbol.asyncIterator]: () => rest };
  } finally {
    // A reader that stops at the first bytes has not begun to iterate over the rest, but closes it all the same.
    await rest.return?.();
  }
}
