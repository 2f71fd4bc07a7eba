import { createInterface } from 'node:readline';

/**
 * Copies every line of a stream to `output`, behind the name of the process that wrote it.
 * @param {import('node:stream').Readable} stream
 * @param {string} name
 * @param {import('node:stream').Writable} [output]
 */
export function prefixLines(stream, name, output = process.stdout) {
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) =>
    output.write(`${name.padEnd(8)} | ${line}\n`),
  );
}
