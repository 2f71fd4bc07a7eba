export type { Ephemeris } from './ephemeris';
export { type EphemerisMatch, matchEphemerides, MIN_MATCH } from './match-ephemerides';
export { multiplicity } from './multiplicity';
