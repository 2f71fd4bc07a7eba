import { malformedVoTable } from './votable-errors';

/** Size of one value of a data type [bytes], https://www.ivoa.net/documents/VOTable/20191021/ section 2.1. */
const SIZES = {
  boolean: 1,
  bit: 1,
  unsignedByte: 1,
  char: 1,
  unicodeChar: 2,
  short: 2,
  int: 4,
  long: 8,
  float: 4,
  double: 8,
  floatComplex: 8,
  doubleComplex: 16,
} as const;

export type DataType = keyof typeof SIZES;

/** A column of a VOTable as its FIELD declares it. */
export interface VoField {
  name: string;
  unit?: string;
  datatype?: string;
  arraysize?: string;
  /** The value that stands for a missing one. */
  null?: string;
}

/** How the values of a column are written in a binary stream. */
export interface BinaryField {
  datatype: DataType;
  /** Size of one value [bytes]. */
  size: number;
  /** Values in a cell; undefined where each cell says how many it has. */
  count: number | undefined;
  null?: string;
}

/** @throws CatalogueError for a type or a shape that is not known */
export function binaryField({ name, datatype = 'char', arraysize, null: missing }: VoField): BinaryField {
  if (!Object.hasOwn(SIZES, datatype))
    throw malformedVoTable(`the column ${JSON.stringify(name)} has the datatype ${JSON.stringify(datatype)}`);
  const shape = (arraysize ?? '1').trim().split('x');
  const isVariable = shape.at(-1)!.endsWith('*');
  const fixed = isVariable ? shape.slice(0, -1) : shape;
  if ((isVariable && fixed.length > 0) || fixed.some((length) => !/^\d{1,9}$/.test(length)))
    throw malformedVoTable(`the column ${JSON.stringify(name)} has the arraysize ${JSON.stringify(arraysize)}`);
  return {
    datatype: datatype as DataType,
    size: SIZES[datatype as DataType],
    count: isVariable ? undefined : fixed.reduce((product, length) => product * Number(length), 1),
    ...(missing === undefined ? {} : { null: missing }),
  };
}
