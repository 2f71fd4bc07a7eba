import { Link, useLocation, useParams, useSearch } from 'wouter';
import { isAtWork, useCatalog } from '../catalog/use-catalog';
import { Button, controls, Panel } from '../design/controls';
import { count } from '../design/format';
import { QueryFailure } from '../shell/query-failure';
import styles from './diff.module.css';
import { ChangedObjects, ListedObjects } from './diff-objects';
import { DIFF_LISTS, diffListOf, useDiff } from './use-diff';

/** Two deliveries of a catalogue: which objects are new, gone, or have another verdict, and which input moved it. */
export function DiffPage() {
  const { catalog: before, other: after } = useParams<{ catalog: string; other: string }>();
  const list = diffListOf(useSearch());
  const [path, navigate] = useLocation();
  const [earlier, later] = [useCatalog(before), useCatalog(after)];
  const isWorking = [earlier, later].some(({ data }) => data && isAtWork(data));
  const isReady = earlier.data !== undefined && later.data !== undefined && !isWorking;
  const diff = useDiff(isReady, before, after, list);
  const error = earlier.error ?? later.error ?? diff.error;
  const pages = diff.data?.pages ?? [];
  const counts = pages[0];
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <div>
          <h1>
            <Link href={`/catalog/${before}`}>{earlier.data?.name ?? before}</Link>
            {' → '}
            <Link href={`/catalog/${after}`}>{later.data?.name ?? after}</Link>
          </h1>
          <p className={controls.muted}>
            Objects are matched by name, or by star and period; of several rows of one object the first counts. The
            probabilities are those of the ranking: the page of an object has its interval.
          </p>
        </div>
        <Link href={`/catalog/${after}/diff/${before}`} className={controls.button}>
          The other way round
        </Link>
      </div>
      <QueryFailure of={[earlier, later, diff]} />
      {isWorking && <p className={controls.muted}>One of the two is still being ranked. The comparison follows.</p>}
      {isReady && !error && !counts && <p className={controls.muted}>Comparing</p>}
      {counts && (
        <>
          <nav className={styles.set} aria-label="Lists">
            {DIFF_LISTS.map(([name, text]) => (
              <Button
                key={name}
                aria-pressed={name === list}
                onClick={() => navigate(`${path}?list=${name}`, { replace: true })}
              >
                {text} {count(counts[name].count)}
              </Button>
            ))}
          </nav>
          <Panel
            title={DIFF_LISTS.find(([name]) => name === list)![1]}
            note={list === 'verdict_changed' ? 'Largest change of the probability first' : undefined}
          >
            {counts[list].count === 0 && <p className={controls.muted}>None.</p>}
            {list === 'verdict_changed' ? (
              <ChangedObjects catalog={after} objects={pages.flatMap((page) => page.verdict_changed.objects)} />
            ) : (
              <ListedObjects
                catalog={list === 'gone' ? before : after}
                objects={pages.flatMap((page) => page[list].objects)}
              />
            )}
            {diff.hasNextPage && (
              <Button disabled={diff.isFetchingNextPage} onClick={() => void diff.fetchNextPage()}>
                {diff.isFetchingNextPage ? 'Loading' : 'Show more'}
              </Button>
            )}
          </Panel>
        </>
      )}
    </div>
  );
}
