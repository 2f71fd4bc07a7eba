import type { Ephemeris } from './ephemeris';

const RADIANS = Math.PI / 180;

/** A row with an ephemeris, and what comparisons need of it. */
export interface Signal<Key> {
  key: Key;
  star: string | undefined;
  period: number;
  epoch: number;
  /** Direction as a unit vector; absent without a position. */
  direction: readonly [number, number, number] | undefined;
  /** Light that the signal takes away, in arbitrary units; undefined where depth or magnitude are missing. */
  taken: number | undefined;
}

/** Undefined for a row without period or epoch. */
export function signalOf<Key>(row: Ephemeris<Key>): Signal<Key> | undefined {
  const { key, star_id: star, period, epoch, ra, dec, depth, star_mag: magnitude } = row;
  if (!isFinite(period) || !isFinite(epoch) || period <= 0) return undefined;
  return {
    key,
    star: star ?? undefined,
    period,
    epoch,
    direction: isFinite(ra) && isFinite(dec) ? directionOf(ra, dec) : undefined,
    taken: isFinite(depth) && isFinite(magnitude) ? depth * 10 ** (-0.4 * magnitude) : undefined,
  };
}

/** Angle between the positions of two signals [degrees], exact for small angles too; undefined where one has none. */
export function separationOf(signal: Signal<unknown>, other: Signal<unknown>): number | undefined {
  if (!signal.direction || !other.direction) return undefined;
  const [x, y, z] = signal.direction;
  const chord = Math.hypot(x - other.direction[0], y - other.direction[1], z - other.direction[2]);
  return (2 * Math.asin(Math.min(1, chord / 2))) / RADIANS;
}

function directionOf(ra: number, dec: number): [number, number, number] {
  const across = Math.cos(dec * RADIANS);
  return [across * Math.cos(ra * RADIANS), across * Math.sin(ra * RADIANS), Math.sin(dec * RADIANS)];
}

const isFinite = (value: number | null | undefined): value is number => Number.isFinite(value);
