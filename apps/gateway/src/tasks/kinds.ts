import { ANALYZE, PREDICT, type TaskKind } from '@exoplanet/contracts';

/** Kinds of commands that the gateway takes: each has a queue of its own, of the same name. */
export const KINDS: readonly TaskKind[] = [PREDICT, ANALYZE];
