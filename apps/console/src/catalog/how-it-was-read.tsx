import { Button, controls } from '../design/controls';
import { unitText } from '../design/format';
import styles from './catalog.module.css';
import type { Detection, Mapping } from './catalog-types';
import { assigned, fieldOf, FIELDS, type Reading, unitNamesOf } from './mapping-by-hand';

const ROLE = { used: 'used', kept: 'kept', not_used: 'not used', unknown: 'unknown' } as const;

interface HowItWasReadProps extends Partial<Omit<Reading, 'detection'>> {
  detection: Detection;
  onFix?: (change: Mapping) => void;
}

const ORDER = { used: 0, unknown: 1, not_used: 2, kept: 3 } as const;

/**
 * How the columns of a table were read, with proof: each with its field and unit, the first rows before and after. While the reading
 * is corrected, the columns keep the order that they had at first.
 */
export function HowItWasRead({ detection, first = detection, mapping = {}, onFix }: HowItWasReadProps) {
  const reading: Reading = { first, mapping, detection };
  const placeOf = ({ name, role }: Detection['columns'][number]) =>
    ORDER[first.columns.find((column) => column.name === name)?.role ?? role];
  const columns = [...detection.columns].sort((a, b) => placeOf(a) - placeOf(b));
  const row = detection.preview[0];
  const hasReasons = columns.some(({ reason, nearest }) => reason ?? nearest);
  return (
    <div className={styles.stack}>
      <p>
        <strong>{detection.title}</strong>, {detection.format}, header on line {detection.header_line}. Certainty{' '}
        {Math.round(detection.confidence * 100)} %. {columns.filter(({ role }) => role === 'used').length} of{' '}
        {columns.length} columns are used.
      </p>
      {detection.problem && (
        <p className={styles.finding} role="alert">
          {detection.problem.detail}
        </p>
      )}
      {detection.plausibility.map((finding) => (
        <p key={finding.column + finding.sentence} className={styles.finding}>
          {finding.sentence} {onFix && <Button onClick={() => onFix(finding.change)}>Fix it</Button>}
        </p>
      ))}
      <div className={onFix ? styles.tall : controls.scroll} role="region" aria-label="Columns" tabIndex={0}>
        <table className={controls.table}>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Role</th>
              <th scope="col">Field</th>
              <th scope="col">Unit</th>
              <th scope="col">Line {row?.line}: as written</th>
              <th scope="col">As read</th>
              {hasReasons && <th scope="col">Why</th>}
            </tr>
          </thead>
          <tbody>
            {columns.map(({ name, role, field, unit_from, unit_to, reason, nearest }) => (
              <tr key={name} className={role === 'used' ? undefined : controls.muted}>
                <th scope="row">{name}</th>
                <td>{ROLE[role]}</td>
                {onFix ? (
                  <ByHand reading={reading} column={{ name, unit_from }} onFix={onFix} />
                ) : (
                  <>
                    <td>{field ?? '–'}</td>
                    <td>
                      {unit_from && unit_from !== unit_to
                        ? `${unitText(unit_from)} → ${unitText(unit_to ?? '')}`
                        : unitText(unit_to ?? unit_from ?? '')}
                    </td>
                  </>
                )}
                <td>{row?.before[name] ?? ''}</td>
                <td>{field ? cellText(row?.after?.[field]) : ''}</td>
                {hasReasons && (
                  <td>
                    {reason ?? (nearest ? `may be ${nearest}` : '')}{' '}
                    {onFix && !field && nearest && FIELDS.includes(nearest) && (
                      <Button onClick={() => onFix(assigned(reading, name, nearest))}>Read as {nearest}</Button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

interface ByHandProps {
  reading: Reading;
  column: Pick<Detection['columns'][number], 'name' | 'unit_from'>;
  onFix: (change: Mapping) => void;
}

/** The field and the unit of a column, to choose where the detection is wrong or does not know. */
function ByHand({ reading, column: { name, unit_from }, onFix }: ByHandProps) {
  const field = fieldOf(reading, name);
  const units = field ? unitNamesOf(field) : [];
  return (
    <>
      <td>
        <select
          className={controls.field}
          aria-label={`Field of ${name}`}
          value={field ?? ''}
          onChange={({ target }) => onFix(assigned(reading, name, target.value || undefined))}
        >
          <option value="">not read</option>
          {[...new Set([...(field ? [field] : []), ...FIELDS])].map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </td>
      <td>
        {field && units.length > 1 ? (
          <select
            className={controls.field}
            aria-label={`Unit of ${name}`}
            value={unit_from ?? units[0]}
            onChange={({ target }) => onFix(assigned(reading, name, field, target.value))}
          >
            {units.map((unit) => (
              <option key={unit} value={unit}>
                {unitText(unit)}
              </option>
            ))}
          </select>
        ) : (
          unitText(units[0] ?? '')
        )}
      </td>
    </>
  );
}

const cellText = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'string' ? String(value) : '';
