/** Height of a row [px]. */
export const ROW = 28;

/** Browsers limit the height of an element near 17 to 33 million px: longer grids scroll in proportion. */
const MAX_HEIGHT = 8_000_000;

/** Height of the scrolled content for a number of rows [px]. */
export const scrollHeight = (rows: number, view: number): number => Math.max(view, Math.min(rows * ROW, MAX_HEIGHT));

/** The first visible row, and how far its top stands above the view [px]. */
export function firstVisible(scrollTop: number, rows: number, view: number): { row: number; above: number } {
  const height = scrollHeight(rows, view);
  if (rows * ROW <= MAX_HEIGHT) return { row: Math.floor(scrollTop / ROW), above: scrollTop % ROW };
  const share = Math.min(1, Math.max(0, scrollTop / Math.max(1, height - view)));
  const exact = share * (rows - view / ROW);
  const row = Math.floor(exact);
  return { row, above: (exact - row) * ROW };
}

/** Where to scroll so that a row is in view; the present place where it is. */
export function scrollTo(row: number, scrollTop: number, rows: number, view: number): number {
  const { row: first } = firstVisible(scrollTop, rows, view);
  const fit = Math.floor(view / ROW) - 1;
  if (row > first && row < first + fit) return scrollTop;
  const target = Math.max(0, row <= first ? row : row - fit + 1);
  const end = scrollHeight(rows, view) - view;
  const top = rows * ROW <= MAX_HEIGHT ? target * ROW : (target / Math.max(1, rows - view / ROW)) * end;
  return Math.min(top, end);
}

/** The layer's origin moves in steps of this many rows, so that the places of rows in the layer [px] stay small. */
const ROWS_PER_ORIGIN = 4096;

/** The origin of the layer when `row` is the first one in view. */
export const originOf = (row: number): number => Math.floor(row / ROWS_PER_ORIGIN) * ROWS_PER_ORIGIN;

/** The row shown in a slot: the row in [first, first + slots) whose number modulo `slots` is the slot. */
export const positionOfSlot = (slot: number, first: number, slots: number): number =>
  first + ((((slot - first) % slots) + slots) % slots);
