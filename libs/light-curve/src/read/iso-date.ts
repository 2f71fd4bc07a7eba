const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d(?:\.\d*)?))?)?(?:Z|[+-]00:?00)?$/;
const JD_OF_UNIX_ZERO = 2440587.5;
const MILLISECONDS_A_DAY = 86_400_000;

/** The Julian date of an ISO 8601 date such as `2019-08-01T12:30:15.5`, in the date's own time scale; NaN for any other text. */
export function julianDateOf(text: string): number {
  const [, day, hours = '0', minutes = '0', seconds = '0'] = ISO.exec(text.trim()) ?? [];
  if (day === undefined) return Number.NaN;
  const midnight = Date.parse(`${day}T00:00:00Z`) / MILLISECONDS_A_DAY + JD_OF_UNIX_ZERO;
  return midnight + (Number(hours) + (Number(minutes) + Number(seconds) / 60) / 60) / 24;
}
