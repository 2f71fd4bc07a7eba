export { contextOf, relationOf } from './context-of';
export type { Ephemeris } from './ephemeris';
export { matchEphemerides } from './match-ephemerides';
export { multiplicity } from './multiplicity';
