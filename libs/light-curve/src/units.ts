export const HOURS_PER_DAY = 24;

/** Parts per million in one. */
export const PPM = 1e6;
