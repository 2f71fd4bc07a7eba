import type { DetectionDto } from '@exoplanet/contracts/browser';
import { intervalOf } from '../candidate/probability-gauge';
import { Panel, ProbabilityText, Quantity, VerdictBadge } from '../design/controls';
import { measured, significant } from '../design/format';
import { Term } from '../glossary/term';
import styles from './curve.module.css';

type Fact = [word: string, name: string, text: string, unit: string];

/** The verdict on a detection and its values, each with its error. */
export function Found({ detection, timeSystem }: { detection: DetectionDto; timeSystem: string }) {
  const { period, epoch, duration, depth, radius, impact, mes, snr, transits, prediction, decision } = detection;
  const facts: Fact[] = [
    ['period', 'Period', measured(period.value, period.error), 'd'],
    ['epoch', `Epoch, ${timeSystem}`, measured(epoch.value, epoch.error), 'd'],
    ['duration', 'Duration', measured(duration.value, duration.error), 'h'],
    ['depth', 'Depth', measured(depth.value, depth.error), 'ppm'],
    ...(radius ? [['radius', 'Planet radius', measured(radius.value, radius.error), 'R_earth'] satisfies Fact] : []),
    ['impact', 'Impact parameter', measured(impact.value, impact.error), ''],
    ['MES', 'MES', measured(mes.value, mes.error), ''],
    ['snr', 'Signal to noise', significant(snr, 3), ''],
    ['transit', 'Transits', `${transits.observed} of ${transits.expected}`, ''],
  ];
  return (
    <Panel
      title={prediction ? <VerdictBadge verdict={prediction.prediction} /> : 'Not scored'}
      note={
        prediction ? (
          <>
            Probability <ProbabilityText value={prediction.probability} interval={intervalOf(prediction)} /> · at 95 %:{' '}
            {prediction.prediction_set.map((name) => name.replace('_', ' ')).join(' or ')} · model{' '}
            {prediction.model.name} {prediction.model.version}
          </>
        ) : (
          'The mission is not known, so no model applies; the tests below do not need one'
        )
      }
    >
      {decision && (
        <p className={styles.decision} data-testid="decision">
          {decision}
        </p>
      )}
      <dl className={styles.facts}>
        {facts.map(([word, name, text, unit]) => (
          <div key={name}>
            <dt>
              <Term name={word}>{name}</Term>
            </dt>
            <dd>
              <Quantity text={text} unit={unit} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
