/**
 * The first format of packed values, which carries no number: JSON with null in the place of each typed array, and the
 * arrays beside it. It is only read, for jobs and results that were stored before an upgrade.
 */

const constructors = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

/** Where a typed array stood in the value. */
interface ArrayPlace {
  path: (string | number)[];
  type: keyof typeof constructors;
  /** Length in bytes. */
  length: number;
}

/** A small value, in the job's JSON. */
export interface InlineFormat1 {
  format?: undefined;
  value?: unknown;
  attachments?: (ArrayPlace & { base64: string })[];
}

/** JSON of this length [bytes] stands at the head of the payload, the arrays follow it. */
export interface ReferenceFormat1 {
  format?: undefined;
  head: number;
}

export function readInline({ value, attachments }: InlineFormat1): unknown {
  if (!attachments) return value;
  return attach(value, attachments, (index) => Buffer.from(attachments[index].base64, 'base64'));
}

export function readPayload({ head }: ReferenceFormat1, payload: Buffer): unknown {
  const { value, places } = JSON.parse(payload.toString('utf8', 0, head)) as { value?: unknown; places: ArrayPlace[] };
  let start = head;
  const starts = places.map(({ length }) => (start += length) - length);
  return attach(value, places, (index) => payload.subarray(starts[index], starts[index] + places[index].length));
}

/** Puts typed arrays back, each as an aligned copy. `value` is changed in place where it is an object. */
function attach(value: unknown, places: readonly ArrayPlace[], bytesOf: (index: number) => Uint8Array): unknown {
  const root = { value };
  places.forEach(({ path, type }, index) => {
    let parent: Record<string | number, unknown> = root;
    let last: string | number = 'value';
    for (const step of path) {
      parent = parent[last] as Record<string | number, unknown>;
      last = step;
    }
    const { buffer, byteOffset, byteLength } = bytesOf(index);
    parent[last] = new constructors[type](buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
  });
  return root.value;
}
