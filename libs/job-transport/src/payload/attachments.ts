/** Where a typed array stood in the value it was taken out of. */
export interface AttachmentPlace {
  path: (string | number)[];
  type: ArrayType;
  /** Length in bytes. */
  length: number;
}

export interface Detached {
  /** The value with null in the place of each typed array. The input is left as it is: objects on the way are copied. */
  value: unknown;
  places: AttachmentPlace[];
  views: Uint8Array[];
  /** Bytes of all views, plus an estimate of the JSON of the rest. */
  bytes: number;
}

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

export type ArrayType = keyof typeof constructors;

/** Takes every typed array out of a value, so that the rest is JSON. A `DataView` or `Buffer` comes back as `Uint8Array`. */
export function detach(value: unknown): Detached {
  const places: AttachmentPlace[] = [];
  const views: Uint8Array[] = [];
  const path: (string | number)[] = [];
  let bytes = 0;

  const walk = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null) {
      bytes += typeof node === 'string' ? node.length + 3 : 8;
      return node;
    }
    if (ArrayBuffer.isView(node)) {
      places.push({ path: [...path], type: typeOf(node), length: node.byteLength });
      views.push(new Uint8Array(node.buffer, node.byteOffset, node.byteLength));
      bytes += node.byteLength;
      return null;
    }
    if ('toJSON' in node) {
      bytes += 32;
      return node;
    }
    return Array.isArray(node) ? walkArray(node) : walkObject(node as Record<string, unknown>);
  };

  const walkArray = (node: readonly unknown[]): readonly unknown[] => {
    let copy: unknown[] | undefined;
    for (let index = 0; index < node.length; index++) {
      path.push(index);
      const next = walk(node[index]);
      path.pop();
      if (!Object.is(next, node[index])) (copy ??= [...node])[index] = next;
    }
    return copy ?? node;
  };

  const walkObject = (node: Record<string, unknown>): Record<string, unknown> => {
    let copy: Record<string, unknown> | undefined;
    for (const key of Object.keys(node)) {
      path.push(key);
      bytes += key.length + 4;
      const next = walk(node[key]);
      path.pop();
      if (!Object.is(next, node[key])) (copy ??= { ...node })[key] = next;
    }
    return copy ?? node;
  };

  return { value: walk(value), places, views, bytes };
}

/** Puts typed arrays back: each is a copy of its own, aligned. `value` is changed in place where it is an object. */
export function attach(
  value: unknown,
  places: readonly AttachmentPlace[],
  bytesOf: (index: number) => Uint8Array,
): unknown {
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

function typeOf(view: ArrayBufferView): ArrayType {
  const name = Object.prototype.toString.call(view).slice('[object '.length, -1);
  return name in constructors ? (name as ArrayType) : 'Uint8Array';
}
