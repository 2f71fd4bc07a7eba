import { groups, parts } from './parts.mjs';

export const usage = `usage: ./test.sh [--no-install] [part ...]

${Object.entries(parts)
  .map(([name, { what }]) => `  ${name.padEnd(13)} ${what}`)
  .join('\n')}
  ${'check'.padEnd(13)} all of: ${groups.check.join(', ')}

Without a name every part runs. --no-install installs nothing: neither npm packages nor system packages.`;

/** Thrown when the command line is not valid; the message says why. */
export class UsageError extends Error {}

/**
 * The parts to run, each behind what it needs.
 * @param {string[]} args
 * @returns {{ help: boolean, mayInstall: boolean, chosen: string[] }}
 * @throws {UsageError}
 */
export function readChoice(args) {
  const options = ['--help', '-h', '--no-install'];
  const named = args.filter((arg) => !options.includes(arg)).flatMap((name) => groups[name] ?? [name]);
  const unknown = named.find((name) => !parts[name]);
  if (unknown !== undefined) throw new UsageError(`unknown: ${unknown}`);
  const isNeeded = (/** @type {string} */ name) => named.some((other) => parts[other].needs?.includes(name));
  return {
    help: args.includes('--help') || args.includes('-h'),
    mayInstall: !args.includes('--no-install'),
    chosen: Object.keys(parts).filter((name) => named.length === 0 || named.includes(name) || isNeeded(name)),
  };
}
