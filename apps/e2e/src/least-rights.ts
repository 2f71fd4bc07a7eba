/**
 * The rights that the system needs of an ACL user, as in docs/operating.md: its own keys and channels, and no command that
 * concerns the server or other users.
 */
export const leastRights = (prefix: string): string =>
  `resetchannels &control.* ~${prefix}:* +@read +@write +@connection +@scripting +@transaction +@pubsub +time -@dangerous +info`;
