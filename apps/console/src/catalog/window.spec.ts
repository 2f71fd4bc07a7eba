import { describe, expect, it } from 'vitest';
import { firstVisible, originOf, positionOfSlot, ROW, scrollHeight, scrollTo } from './window';

const VIEW = 560;

describe.each([100, 1_000_000])('a grid of %i rows', (rows) => {
  const end = scrollHeight(rows, VIEW) - VIEW;

  it('shows the first row at the top and the last one at the end', () => {
    expect(firstVisible(0, rows, VIEW)).toEqual({ row: 0, above: 0 });
    const { row, above } = firstVisible(end, rows, VIEW);
    expect(row + Math.ceil((VIEW + above) / ROW)).toBeGreaterThanOrEqual(rows);
  });

  it('reaches every row', () => {
    for (const wanted of [0, 1, 50, Math.floor(rows / 2), rows - 2, rows - 1]) {
      const top = scrollTo(wanted, 0, rows, VIEW);
      expect(top).toBeLessThanOrEqual(end + 1);
      const { row } = firstVisible(Math.min(top, end), rows, VIEW);
      expect(wanted).toBeGreaterThanOrEqual(row);
      expect(wanted).toBeLessThan(row + VIEW / ROW + 1);
    }
  });

  it('does not move for a row that is in view', () => {
    expect(scrollTo(3, 0, rows, VIEW)).toBe(0);
  });
});

it('is never taller than a browser allows', () => {
  expect(scrollHeight(1_000_000, VIEW)).toBeLessThan(17_000_000);
});

it('gives each row in view a slot of its own, which it keeps while it is in view', () => {
  const slots = 25;
  for (const first of [0, 3, 24, 25, 999_999]) {
    const shown = Array.from({ length: slots }, (_, slot) => positionOfSlot(slot, first, slots));
    expect([...shown].sort((a, b) => a - b)).toEqual(Array.from({ length: slots }, (_, at) => first + at));
    const next = Array.from({ length: slots }, (_, slot) => positionOfSlot(slot, first + 1, slots));
    expect(next.filter((position, slot) => position !== shown[slot])).toEqual([first + slots]);
  }
});

it('starts a layer near its rows', () => {
  for (const row of [0, 5000, 999_999]) {
    expect(originOf(row)).toBeLessThanOrEqual(row);
    expect((row - originOf(row)) * ROW).toBeLessThan(200_000);
  }
});
