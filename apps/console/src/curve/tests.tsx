import type { VetTestDto } from '@exoplanet/contracts/browser';
import { controls, Panel, Quantity } from '../design/controls';
import { significant } from '../design/format';
import styles from './curve.module.css';

const MARK = { pass: '✓', fail: '✗', not_testable: '·' } as const;
const WORD = { pass: 'passed', fail: 'failed', not_testable: 'not testable' } as const;

/** The vetting tests: those that fail first, each with its sentence and its value against the limit. */
export function Tests({ tests, passed }: { tests: VetTestDto[]; passed: boolean }) {
  const order = { fail: 0, pass: 1, not_testable: 2 };
  const sorted = [...tests].sort((a, b) => order[a.verdict] - order[b.verdict]);
  return (
    <Panel title="Tests" note={passed ? 'Every test with enough data is passed' : 'Not every test is passed'}>
      <ul className={styles.tests}>
        {sorted.map(({ name, value, limit, limit_is, unit, verdict, sentence }) => (
          <li key={name} className={styles.test} data-verdict={verdict}>
            <span aria-label={WORD[verdict]} role="img">
              {MARK[verdict]}
            </span>
            <span>{sentence}</span>
            <span className={`${controls.muted} ${controls.small}`}>
              {value !== null && (
                <>
                  <Quantity text={significant(value, 3)} unit={unit} /> (passes {limit_is === 'maximum' ? '≤' : '≥'}{' '}
                  <Quantity text={significant(limit, 3)} unit={unit} />)
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
