import candidate from '../candidate/candidate.module.css';
import { Contributions } from '../candidate/contributions';
import { controls, Panel, ProbabilityText, VerdictBadge } from '../design/controls';
import { signed } from '../design/format';
import styles from './catalog.module.css';
import type { CatalogRow } from './catalog-types';

/** What the model says of a row, with its reasons and checks. @param isBlind the answer is hidden until the vote */
export function RowAnswer({ row: { result, explanation, error }, isBlind }: { row: CatalogRow; isBlind: boolean }) {
  if (!result) {
    const isHidden = isBlind && error === null;
    return (
      <Panel title={isHidden ? 'Blind review' : 'Not scored'}>
        <p>
          {isHidden
            ? 'The answer shows once you have voted on this row.'
            : ((error as { detail?: string } | null)?.detail ?? 'The row waits to be scored.')}
        </p>
      </Panel>
    );
  }
  const { p16, p84 } = result;
  return (
    <Panel
      title={<VerdictBadge verdict={result.prediction} />}
      note={
        <ProbabilityText
          why="interval comes with the explanation"
          value={result.probability}
          interval={p16 !== null && p84 !== null ? { p16, p84 } : undefined}
        />
      }
    >
      <div className={styles.stack}>
        <p>
          At the 95 % level: {result.set.map((each) => each.replace('_', ' ')).join(' or ')}.{' '}
          {result.in_distribution
            ? 'The row resembles the training data.'
            : 'The row does not resemble the training data.'}
        </p>
        {result.checks.map(({ name: check, sentence, withholds_decision }) => (
          <p key={check} className={candidate.check} data-withholds={withholds_decision}>
            {sentence}
          </p>
        ))}
        {explanation ? (
          <Contributions explanation={explanation} />
        ) : result.reasons.length > 0 ? (
          <ul>
            {result.reasons.map(({ group, title, log_odds }) => (
              <li key={group}>
                {title}: {signed(log_odds)}
              </li>
            ))}
          </ul>
        ) : (
          <p className={controls.muted}>This row is not explained; the rows with the highest ranks are.</p>
        )}
      </div>
    </Panel>
  );
}
