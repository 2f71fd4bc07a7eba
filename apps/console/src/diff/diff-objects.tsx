import { Link } from 'wouter';
import { controls, type Verdict, VerdictBadge } from '../design/controls';
import { DataTable } from '../design/data-table';
import { probability as probabilityText } from '../design/format';
import styles from './diff.module.css';
import { type MovedInput, movedText } from './moved-input';
import type { ChangedObject, ListedObject } from './use-diff';

/** Objects that only one of the catalogues has. */
export function ListedObjects({ catalog, objects }: { catalog: string; objects: ListedObject[] }) {
  if (objects.length === 0) return null;
  return (
    <DataTable
      label="Objects"
      rows={objects}
      keyOf={({ key }) => key}
      columns={[
        {
          title: 'Object',
          isHead: true,
          cell: ({ object, key }) => <Link href={`/catalog/${catalog}/row/${key}`}>{object}</Link>,
        },
        {
          title: 'Verdict',
          cell: ({ prediction }) => (prediction ? <VerdictBadge verdict={prediction} /> : 'not scored'),
        },
        {
          title: 'Probability',
          isNumber: true,
          cell: ({ probability }) => (probability === null ? '–' : probabilityText(probability)),
        },
      ]}
    />
  );
}

/** How many inputs of an object are shown; further ones move the answer less. */
const SHOWN = 4;

/** Objects with another verdict, each with the inputs that moved it. */
export function ChangedObjects({ catalog, objects }: { catalog: string; objects: ChangedObject[] }) {
  return (
    <ul className={styles.changed}>
      {objects.map(({ object, before, after, inputs }) => (
        <li key={object} className={styles.object}>
          <Link href={`/catalog/${catalog}/row/${after.key}`} className={styles.name}>
            {object}
          </Link>
          <div className={styles.verdicts}>
            <Judged of={before} />
            <span aria-label="then">→</span>
            <Judged of={after} />
          </div>
          <ul className={styles.inputs}>
            {(inputs as MovedInput[]).slice(0, SHOWN).map((input) => (
              <li key={input.field}>
                {movedText(input)}
                {input.gives_verdict && <span className={controls.muted}> This alone gives the new verdict.</span>}
              </li>
            ))}
            {inputs.length > SHOWN && (
              <li className={controls.muted}>and {inputs.length - SHOWN} more that move it less</li>
            )}
            {inputs.length === 0 && <li className={controls.muted}>No input differs.</li>}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function Judged({ of: { prediction, probability } }: { of: { prediction: string; probability: number } }) {
  return (
    <span className={styles.judged}>
      <VerdictBadge verdict={prediction as Verdict} />
      <strong>{probabilityText(probability)}</strong>
    </span>
  );
}
