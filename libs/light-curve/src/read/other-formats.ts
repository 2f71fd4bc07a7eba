/** Files that people send and that are no light curve as such: what they are, and what to do. */
const OTHER: readonly [begins: string | RegExp, what: string][] = [
  ['PK\x03\x04', 'a ZIP archive; send the files in it'],
  [/^.{257}ustar/s, 'a tar archive; send the files in it'],
  ['\x89HDF', 'HDF5; save the curve as FITS, ECSV or CSV'],
  ['PAR1', 'Parquet; save the curve as FITS, ECSV or CSV'],
  ['\x93NUMPY', 'a numpy array; save the curve as FITS, ECSV or CSV'],
  ['BZh', 'compressed with bzip2; send it as it is or gzipped'],
  ['\xfd7zXZ', 'compressed with xz; send it as it is or gzipped'],
  ['%PDF', 'a PDF document'],
  [/^\s*(<\?xml|<votable)/i, 'XML; save the curve as FITS, ECSV or CSV'],
  [/^\s*<(!doctype html|html)/i, 'a web page, perhaps an error page of the archive in place of the file'],
];

/** Characters that are compared: a tar archive has its name 257 bytes in. */
const HEAD = 512;

/** The format of a file that is known and not read; undefined for all others. */
export function otherFormat(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, HEAD));
  return OTHER.find(([begins]) => (typeof begins === 'string' ? head.startsWith(begins) : begins.test(head)))?.[1];
}
