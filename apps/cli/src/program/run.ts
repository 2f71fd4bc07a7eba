import { type Command, CommanderError } from 'commander';
import { ServerUnreachableError } from '@exoplanet/client';
import { EXIT, type ExitCode } from './exit-code';
import { type AdviceOn, failureText } from './failure';
import type { Terminal } from './terminal';

export interface RunOptions {
  /** Exit code when no server answers. */
  unreachable: ExitCode;
  /** Advice for programs that also work without a server. */
  adviceOn?: AdviceOn;
}

/** Runs a command line and returns the exit code; a failure is written to standard error. */
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

/** Sets the exit code of a command that ran but did not succeed. */
export function endWith(command: Command, exit: ExitCode): void {
  exits.set(command, exit);
}

const exitOf = (command: Command): ExitCode => exits.get(command) ?? EXIT.ok;

/** Makes Commander throw instead of ending the process, and write to the terminal given. */
function prepare(command: Command, terminal: Terminal): void {
  command
    .exitOverride()
    .showHelpAfterError('(--help lists the options)')
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    });
  command.commands.forEach((each) => prepare(each, terminal));
}

/** Runs in this process. A reader that closes the pipe early, such as `head`, ends it without an error. */
export async function runProcess(program: (terminal: Terminal) => Command, options: RunOptions): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed),
  );
  process.exitCode = await run(program(process), process.argv.slice(2), process, options);
}
