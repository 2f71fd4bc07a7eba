import { useQuery } from '@tanstack/react-query';
import { controls } from '../design/controls';
import { client } from '../server/client';
import { DISPOSITIONS } from '../votes/vote-queue';
import styles from './catalog.module.css';

const WORDS: ReadonlyMap<string, string> = new Map(DISPOSITIONS);

/** The votes that the server has on a row; those that were withdrawn are struck out. */
export function CastVotes({ catalog, row }: { catalog: string; row: string }) {
  const { data } = useQuery({
    queryKey: ['row', catalog, row, 'votes'],
    queryFn: async ({ signal }) =>
      (
        await client().http.GET('/catalogs/{catalog_id}/rows/{key}/votes', {
          params: { path: { catalog_id: catalog, key: Number(row) } },
          signal,
        })
      ).data!,
  });
  if (!data || data.votes.length === 0) return null;
  return (
    <ul className={styles.related} aria-label="Votes on this row">
      {data.votes.map(({ vote_id: id, voter, disposition, comment, at, undone_at: undone }) => (
        <li key={id}>
          {undone ? <s>{WORDS.get(disposition)}</s> : <strong>{WORDS.get(disposition)}</strong>}
          {comment && <q>{comment}</q>}
          <span className={`${controls.muted} ${controls.small}`}>
            {voter}, {at.slice(0, 16).replace('T', ' ')} UTC{undone && ', withdrawn'}
          </span>
        </li>
      ))}
    </ul>
  );
}
