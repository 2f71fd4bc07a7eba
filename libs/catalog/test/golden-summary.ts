import type { TableDetection } from '../src';
import { read } from './read';

/** What a golden file promises: the kind, what becomes of each column in which unit, the first candidate and what is refused. */
export async function summary(bytes: Buffer) {
  const { detection, rows, refused } = await read(bytes);
  const { kind, dialect, format, confidence, header_line, plausibility } = detection;
  const named = (role: string) => detection.columns.filter((column) => column.role === role).map(({ name }) => name);
  return {
    kind,
    dialect,
    format,
    confidence,
    header_line,
    used: Object.fromEntries(detection.columns.filter(({ role }) => role === 'used').map(use)),
    kept: named('kept'),
    not_used: named('not_used'),
    unknown: named('unknown'),
    first_candidate: rows[0].candidate,
    notes: rows[0].notes,
    rows: rows.length,
    refused: refused.map(({ line, error }) => ({ line, detail: error.detail })),
    plausibility,
  };
}

function use({ name, field, unit_from, unit_to, reason }: TableDetection['columns'][number]): [string, string] {
  const units = unit_from === undefined ? '' : ` [${unit_from} → ${unit_to}]`;
  return [name, `${field ?? ''}${units}${reason ? ` (${reason})` : ''}`];
}
