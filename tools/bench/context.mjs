/**
 * What a benchmark is given.
 * @typedef {object} Context
 * @property {number} seconds length of one measurement
 * @property {number} rounds measurements of each side, taken in turns
 * @property {string} [peerFolder] folder of the peer stack
 * @property {() => Promise<import('./system/system.mjs').System>} system the system that most benchmarks share; the first call starts it
 * @property {(text: string) => void} note a line to print below the table
 */

/** @typedef {(context: Context) => Promise<import('./table.mjs').Row[]>} Benchmark */

export {};
