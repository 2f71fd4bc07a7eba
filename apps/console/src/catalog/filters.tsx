import { type FormEvent, useState } from 'react';
import { Button, controls } from '../design/controls';
import { count } from '../design/format';
import styles from './catalog.module.css';
import { apiName, type Catalog } from './catalog-types';
import { ChooseColumns } from './choose-columns';
import type { GridColumn } from './grid-columns';
import { filterText, named, type Selection, withName } from './selection';

const OPERATORS = [
  ['ge', '≥'],
  ['le', '≤'],
  ['gt', '>'],
  ['lt', '<'],
  ['eq', '='],
  ['ne', '≠'],
  ['contains', 'contains'],
  ['missing', 'is missing'],
] as const;

interface FiltersProps {
  catalog: Catalog;
  /** The uploaded column with the names of the objects, as the API takes it. */
  nameColumn?: string;
  selection: Selection;
  /** Columns of the grid. */
  shown: readonly GridColumn[];
  /** How many rows pass; undefined while it is asked. */
  rows?: number;
  select: (change: Partial<Selection>) => void;
  /** Opens the row that has the focus. */
  onOpen: () => void;
}

/** The filters in words, each with a cross; a search by name, a line to type another filter, and the columns to show. */
export function Filters({ catalog, nameColumn, selection, shown, rows, select, onOpen }: FiltersProps) {
  const { filters } = selection;
  const onFilters = (next: readonly string[]) => select({ filters: next });
  const names = [
    ...(catalog.blind ? [] : ['probability', 'prediction']),
    ...catalog.columns
      .filter(({ role }) => role !== 'result' && !(catalog.blind && role === 'not_used'))
      .map(({ name }) => apiName(catalog, name)),
  ];
  const [chosen, setColumn] = useState<string>();
  const column = chosen !== undefined && names.includes(chosen) ? chosen : names[0];
  const [operator, setOperator] = useState<string>('ge');
  const [value, setValue] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    const text = operator === 'missing' ? 'true' : value.trim();
    if (text === '') return;
    onFilters([...filters, `${column}:${operator}:${text}`]);
    setValue('');
  };
  return (
    <div className={styles.filters}>
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
      {nameColumn && (
        <Search
          key={named(filters, nameColumn)}
          column={nameColumn}
          text={named(filters, nameColumn)}
          onSearch={(text) => onFilters(withName(filters, nameColumn, text))}
        />
      )}
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
          value={operator === 'missing' ? '' : value}
          disabled={operator === 'missing'}
          onChange={({ target }) => setValue(target.value)}
        />
        <Button type="submit" keyName="f">
          Filter
        </Button>
      </form>
      <ChooseColumns catalog={catalog} shown={shown} onColumns={(columns) => select({ columns })} />
      <Button keyName="e" className={styles.end} disabled={!rows} onClick={onOpen}>
        Open the row
      </Button>
    </div>
  );
}

interface SearchProps {
  column: string;
  /** What is searched for now. */
  text: string;
  onSearch: (text: string) => void;
}

/** A part of a name; an empty one shows all names again. */
function Search({ column, text, onSearch }: SearchProps) {
  const [typed, setTyped] = useState(text);
  return (
    <form
      role="search"
      className={styles.set}
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(typed.trim());
      }}
    >
      <input
        id="search-name"
        type="search"
        className={controls.field}
        aria-label={`Search in ${column}`}
        placeholder="Part of a name"
        size={14}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Button type="submit" keyName="/">
        Search
      </Button>
    </form>
  );
}
