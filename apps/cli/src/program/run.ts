import { type Command, CommanderError } from 'commander';
import { ServerUnreachableError } from '@exoplanet/client';
import { EXIT, type ExitCode } from './exit-code';
import { type AdviceOn, failureText } from './failure';
import type { Terminal } from './terminal';

export interface RunOptions {
  /** How the program ends when no server answers. */
  unreachable: ExitCode;
  /** For programs that work without a server. */
  adviceOn?: AdviceOn;
}

/** Carries a command line out and returns how the program ends; what failed is told on standard error. */
export async function run(
  program: Command,
  args: readonly string[],
  terminal: Terminal,
  { unreachable, adviceOn }: RunOptions,
): Promise<ExitCode> {
  prepare(program, terminal);
  let exit: ExitCode = EXIT.ok;
  program.hook('postAction', (_, action) => void (exit = exitOf(action)));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    terminal.stderr.write(failureText(error, adviceOn));
    return error instanceof ServerUnreachableError ? unreachable : EXIT.failed;
  }
}

const exits = new WeakMap<Command, ExitCode>();

/** Says how the program is to end after a command that was carried out, where that is not well. */
export function endWith(command: Command, exit: ExitCode): void {
  exits.set(command, exit);
}

const exitOf = (command: Command): ExitCode => exits.get(command) ?? EXIT.ok;

/** Commander ends the process by itself; this one throws instead, and writes where the terminal is. */
function prepare(command: Command, terminal: Terminal): void {
  command
    .exitOverride()
    .showHelpAfterError('(--help shows what is taken)')
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    });
  command.commands.forEach((each) => prepare(each, terminal));
}

/** Runs in this process; a reader that closes the pipe early, as `head` does, ends it quietly. */
export async function runProcess(program: (terminal: Terminal) => Command, options: RunOptions): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed),
  );
  process.exitCode = await run(program(process), process.argv.slice(2), process, options);
}
