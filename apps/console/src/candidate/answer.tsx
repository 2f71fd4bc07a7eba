import type { Prediction } from '@exoplanet/client';
import { controls, Panel, VerdictBadge, verdictText } from '../design/controls';
import { significant, unitText } from '../design/format';
import { Term } from '../glossary/term';
import styles from './candidate.module.css';
import { Contributions } from './contributions';
import { fieldLabel } from './field-ranges';
import { ProbabilityGauge } from './probability-gauge';
import { verdictSentences } from './verdict-sentences';
import type { Flip } from './what-would-flip';

export const WAITING = 'Waiting for a worker to compute it';

interface AnswerProps {
  prediction: Prediction;
  flips?: Flip[];
  /** This is the answer for the values before; the one for those on the page is on its way. */
  isWaiting: boolean;
}

/** The answer for one candidate: probability, verdict in sentences, why, checks, what is missing, what would flip it. */
export function Answer({ prediction, flips, isWaiting }: AnswerProps) {
  const { explanation, checks, missing, ignored, model } = prediction;
  return (
    <>
      <Panel title="Answer" note={isWaiting ? WAITING : `Model ${model.name} ${model.version}`}>
        <ProbabilityGauge prediction={prediction} />
        <div className={styles.sentences} data-testid="sentences">
          {verdictSentences(prediction).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      </Panel>
      {checks.length > 0 && (
        <Panel title="Checks" note="What in the row is unusual or impossible">
          <ul className={styles.list}>
            {checks.map(({ name, sentence, withholds_decision }) => (
              <li key={name} className={styles.check} data-withholds={withholds_decision}>
                {sentence}{' '}
                <span className={controls.muted}>
                  {withholds_decision ? 'The decision is withheld.' : 'Unusual, but possible.'}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {explanation && (
        <Panel title="Why" note={<Term name="log-odds">Contributions to the log-odds</Term>}>
          <Contributions explanation={explanation} />
        </Panel>
      )}
      <Panel title="What would flip it" note="One value at a time, the others unchanged">
        {flips && flips.length > 0 ? (
          <ul className={styles.list}>
            {flips.slice(0, 5).map(({ field, from, to, verdict }) => (
              <li key={field.name}>
                {field.label} {to > from ? 'above' : 'below'} {significant(Math.min(from, to), 3)} to{' '}
                {significant(Math.max(from, to), 3)} <span className={controls.unit}>{unitText(field.unit)}</span> →{' '}
                <VerdictBadge verdict={verdict} />
              </li>
            ))}
          </ul>
        ) : (
          <p className={controls.muted}>
            {flips
              ? `No single value, within its slider, changes the verdict "${verdictText(prediction.prediction).toLowerCase()}".`
              : 'Computing the probability along every slider.'}
          </p>
        )}
      </Panel>
      <Panel title="Not given" note="Fields that the model uses for this mission">
        {missing.length > 0 ? (
          <ul className={styles.chips}>
            {missing.map((name) => (
              <li key={name} className={styles.chip} title={name}>
                {name.endsWith('_err') ? `error of ${fieldLabel(name.slice(0, -4)).toLowerCase()}` : fieldLabel(name)}
              </li>
            ))}
          </ul>
        ) : (
          <p className={controls.muted}>Nothing is missing.</p>
        )}
        {ignored.length > 0 && (
          <p className={controls.muted}>Given, but not used for this mission: {ignored.map(fieldLabel).join(', ')}.</p>
        )}
      </Panel>
    </>
  );
}
