import { ANALYZE, IMPORT, PREDICT, type TaskKind } from '@exoplanet/contracts';

/** Kinds of commands that the gateway submits. Each has its own queue, of the same name. */
export const KINDS: readonly TaskKind[] = [PREDICT, ANALYZE, IMPORT];
