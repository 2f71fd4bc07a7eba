/**
 * Size of the campaign: 1 is the whole of it (`npx nx run e2e:chaos`), and the short form in `./test.sh` is a tenth.
 * `CHAOS_SIZE` chooses another.
 */
export const SIZE = Number(process.env.CHAOS_SIZE ?? 0.1);

/** Whether scenarios that need minutes run. */
export const isWhole = SIZE >= 1;

/** A number of the whole campaign, for the size of this run. */
export const sized = (whole: number, least = 1): number => Math.max(least, Math.round(whole * SIZE));
