import { FailureNotice } from './failure-notice';

/** What a notice needs of a query. */
interface AskedQuery {
  error: unknown;
  refetch: () => unknown;
}

/** The first failure of the queries of a page; "Try again" asks each that failed once more. */
export function QueryFailure({ of }: { of: readonly AskedQuery[] }) {
  const failed = of.filter(({ error }) => error);
  if (failed.length === 0) return null;
  return <FailureNotice error={failed[0].error} onRetry={() => failed.forEach(({ refetch }) => void refetch())} />;
}
