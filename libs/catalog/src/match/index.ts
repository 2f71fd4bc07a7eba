export { contextOf, toContextColumns } from './context-of';
export type { Ephemeris } from './ephemeris';
export { type EphemerisMatch, matchEphemerides } from './match-ephemerides';
export { multiplicity } from './multiplicity';
