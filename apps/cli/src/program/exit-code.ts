/** Exit codes, for scripts. */
export const EXIT = {
  ok: 0,
  /** The server, the input or the work failed, or a worker was missing or refused. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** `inspect` only: no server answers. */
  unreachable: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
