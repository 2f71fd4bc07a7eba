import { Command } from 'commander';
import type { ExoplanetClient, Inspection, Task, WorkerAnswers, WorkerOrder } from '@exoplanet/client';
import { EXIT, type ExitCode } from '../program/exit-code';
import { endWith, type RunOptions } from '../program/run';
import { clientOf, type ServerOptions, withServer } from '../program/server';
import type { Terminal } from '../program/terminal';
import { answersText } from './answers-text';

interface Options extends ServerOptions {
  json?: boolean;
}

export const INSPECT_RUN: RunOptions = { unreachable: EXIT.unreachable };

const QUESTIONS: Record<Inspection, string> = {
  ping: 'which workers answer',
  active: 'commands that are running',
  registered: 'what each worker handles, and its models',
  stats: 'load, memory and counts of each worker',
  queues: 'queues that each worker consumes',
};

const ORDERS: Record<WorkerOrder, string> = {
  pause: 'stop taking new commands; running ones continue',
  resume: 'take commands again',
  drain: 'stop taking new commands and wait until running ones have ended',
};

/** The command line for operators: inspects and controls the live workers. */
export function inspectProgram(terminal: Terminal): Command {
  const program = new Command('inspect')
    .description('Inspect and control the live workers of a running system.')
    .addHelpText(
      'after',
      '\nExit codes: 0 every worker answered, 1 a worker is missing or refused, 2 wrong command line, 3 no server answers.',
    );

  const add = (
    name: string,
    description: string,
    work: (client: ExoplanetClient, argument: string) => Promise<Shown>,
    argument?: [name: string, description: string],
  ) => {
    const command = program.command(name).description(description).option('--json', 'print the answer as JSON');
    if (argument) command.argument(...argument);
    withServer(command, terminal);
    command.action(async (...given: unknown[]) => {
      const options: Options = command.opts();
      const { answer, text, exit } = await work(clientOf(options), given[0] as string);
      terminal.stdout.write(options.json ? `${JSON.stringify(answer, null, 2)}\n` : text);
      endWith(command, exit);
    });
  };

  for (const [what, description] of Object.entries(QUESTIONS) as [Inspection, string][]) {
    add(what, description, async (client) => ofWorkers(what, await client.inspect(what)));
  }
  for (const [order, description] of Object.entries(ORDERS) as [WorkerOrder, string][]) {
    add(order, description, async (client, worker?: string) => ofWorkers(order, await client.control(order, worker)), [
      '[worker]',
      'only this worker',
    ]);
  }
  add('cancel', 'cancel a task', async (client, id) => ofTask(await client.cancel(id)), ['<task>', 'id of the task']);
  return program;
}

interface Shown {
  answer: unknown;
  text: string;
  exit: ExitCode;
}

function ofWorkers(asked: Inspection | WorkerOrder, answer: WorkerAnswers): Shown {
  const well = answer.expected > 0 && answer.missing.length === 0 && answer.replies.every(({ ok }) => ok);
  return { answer, text: answersText(asked, answer), exit: well ? EXIT.ok : EXIT.failed };
}

/** A task that has already ended cannot be cancelled. */
function ofTask(task: Task): Shown {
  return {
    answer: task,
    text: `task ${task.task_id}: ${task.status}\n`,
    exit: task.status === 'completed' || task.status === 'failed' ? EXIT.failed : EXIT.ok,
  };
}
