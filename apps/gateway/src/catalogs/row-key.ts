/** Key of a row in a path. Binary columns hold keys as int32. */
export const ROW_KEY_SCHEMA = { type: 'integer', minimum: 0, maximum: 2 ** 31 - 1 } as const;
