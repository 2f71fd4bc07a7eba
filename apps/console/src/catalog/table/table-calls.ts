import type { Picture, PictureRequest } from './picture';
import type { Window, WindowRequest } from './table-store';

/** What the page asks its worker: the name of each question, what goes in and what comes out. */
export interface TableCalls {
  open: { in: string; out: void };
  missing: { in: { names: readonly string[]; version: string }; out: string[] };
  addColumns: { in: { bytes: Uint8Array; version: string }; out: void };
  addOrder: { in: { name: string; bytes: Uint8Array }; out: number };
  rowsOf: { in: string; out: number | undefined };
  window: { in: WindowRequest; out: Window };
  neighbour: { in: { order: string; key: number; by: number }; out: number | undefined };
  keyAt: { in: { order: string; position: number }; out: number | undefined };
  valueAt: { in: { order: string; position: number; name: string }; out: number | string | undefined };
  picture: { in: PictureRequest; out: Picture | undefined };
}

export type TableCall = {
  [Name in keyof TableCalls]: { name: Name; id: number; in: TableCalls[Name]['in'] };
}[keyof TableCalls];

export type TableReply = { id: number } & ({ out: unknown } | { error: string });
