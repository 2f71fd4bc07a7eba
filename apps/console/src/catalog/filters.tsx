import { type FormEvent, useState } from 'react';
import { Button, controls } from '../design/controls';
import { count } from '../design/format';
import styles from './catalog.module.css';
import type { Catalog } from './catalog-types';
import { filterText, type Selection } from './selection';

const OPERATORS = [
  ['ge', '≥'],
  ['le', '≤'],
  ['eq', '='],
  ['ne', '≠'],
  ['contains', 'contains'],
] as const;

interface FiltersProps {
  catalog: Catalog;
  selection: Selection;
  /** How many rows pass; undefined while it is asked. */
  rows?: number;
  onFilters: (filters: string[]) => void;
  /** Opens the row that has the focus. */
  onOpen: () => void;
}

/** The filters in words, each with a cross, and a line to type another. */
export function Filters({ catalog, selection: { filters }, rows, onFilters, onOpen }: FiltersProps) {
  const names = [
    ...(catalog.blind ? [] : ['probability', 'prediction']),
    ...catalog.columns
      .filter(({ role }) => role !== 'result' && !(catalog.blind && role === 'not_used'))
      .map(({ name }) => name),
  ];
  const [chosen, setColumn] = useState<string>();
  const column = chosen !== undefined && names.includes(chosen) ? chosen : names[0];
  const [operator, setOperator] = useState<string>('ge');
  const [value, setValue] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (value.trim() === '') return;
    onFilters([...filters, `${column}:${operator}:${value.trim()}`]);
    setValue('');
  };
  return (
    <div className={styles.set}>
      <strong data-testid="count" aria-live="polite">
        {rows === undefined
          ? 'Counting'
          : `${count(rows)} of ${count(catalog.progress.rows_scored + catalog.progress.rows_refused)} rows`}
      </strong>
      {filters.map((filter) => (
        <span key={filter} className={styles.filter}>
          {filterText(filter)}
          <Button
            look="plain"
            aria-label={`Remove the filter ${filterText(filter)}`}
            onClick={() => onFilters(filters.filter((each) => each !== filter))}
          >
            ×
          </Button>
        </span>
      ))}
      {filters.length > 1 && <Button onClick={() => onFilters([])}>Drop all</Button>}
      <form className={styles.set} onSubmit={add} aria-label="Filter">
        <select
          id="filter-column"
          className={controls.field}
          aria-label="Column"
          value={column}
          onChange={({ target }) => setColumn(target.value)}
        >
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <select
          className={controls.field}
          aria-label="Comparison"
          value={operator}
          onChange={({ target }) => setOperator(target.value)}
        >
          {OPERATORS.map(([name, sign]) => (
            <option key={name} value={name}>
              {sign}
            </option>
          ))}
        </select>
        <input
          id="filter-value"
          className={controls.field}
          aria-label="Value"
          size={10}
          value={value}
          onChange={({ target }) => setValue(target.value)}
        />
        <Button type="submit" keyName="f">
          Filter
        </Button>
      </form>
      <Button keyName="e" className={styles.end} disabled={!rows} onClick={onOpen}>
        Open the row
      </Button>
    </div>
  );
}
