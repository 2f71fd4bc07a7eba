import type { Reporter, TestCase } from 'vitest/node';
import type { ReportLine } from './report';

const list = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([code, count]) => `${count} ${code}`)
    .join(', ') || '0';

const HEAD = [
  'fault',
  'load',
  'accepted',
  'refused',
  'completed',
  'failed',
  'lost',
  'doubled',
  'stuck',
  's',
  'measured',
  'passed',
];

function cells(line: ReportLine, hasPassed: boolean): string[] {
  const lost = line.lostBeforeCrash > 0 ? `${line.lost} (+${line.lostBeforeCrash} of the last second)` : `${line.lost}`;
  return [
    line.fault,
    line.load,
    `${line.accepted}`,
    list(line.refused),
    `${line.completed}`,
    list(line.failed),
    lost,
    `${line.doubled}`,
    `${line.stuck}`,
    line.seconds.toFixed(0),
    line.notes,
    hasPassed ? 'yes' : 'NO',
  ];
}

/** Prints the table of a fault campaign when all of its scenarios have ended. */
export default class TableReporter implements Reporter {
  private readonly rows: string[][] = [];

  onTestCaseResult(test: TestCase): void {
    const { chaos = [] } = test.meta();
    for (const line of chaos) this.rows.push(cells(line, test.ok()));
  }

  onTestRunEnd(): void {
    if (this.rows.length === 0) return;
    const table = [HEAD, HEAD.map(() => '---'), ...this.rows].map((row) => `| ${row.join(' | ')} |`);
    process.stdout.write(`\n${table.join('\n')}\n`);
  }
}
