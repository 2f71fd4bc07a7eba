import { controls, Panel } from '../design/controls';
import { unitText } from '../design/format';
import { type BrushAxis, BrushPlot } from './brush-plot';
import styles from './catalog.module.css';
import { apiName, type Catalog, columnOf, type Detection } from './catalog-types';
import { useColumns } from './table/use-table';

type Brushed = [column: string, from: number, to: number];

interface CatalogPlotsProps {
  catalog: Catalog;
  detection: Detection | null;
  version: string;
  /** The order of the rows that the filters leave; undefined without a filter. */
  order?: string;
  /** Columns of the third plot; unset for duration and depth. */
  pair?: readonly [x: string, y: string];
  onPair: (pair: [x: string, y: string]) => void;
  onBrush: (ranges: Brushed[]) => void;
}

/** Three linked plots: radius and period, the probabilities, and a pair of columns to choose. Each filters the grid. */
export function CatalogPlots({ catalog, detection, version, order, pair: chosen, onPair, onBrush }: CatalogPlotsProps) {
  const id = catalog.catalog_id;
  const numbers = catalog.columns
    .filter(({ type, role }) => type === 'number' && (role === 'used' || role === 'kept'))
    .map(({ name }) => name);
  const [period, radius] = ['period', 'radius'].map((field) => columnOf(detection, field));
  const isChosen = chosen?.every((name) => numbers.includes(name));
  const pair: readonly [string, string] = (isChosen ? chosen : undefined) ?? [
    columnOf(detection, 'duration') ?? numbers[0] ?? '',
    columnOf(detection, 'depth') ?? numbers[1] ?? '',
  ];
  const names = [...new Set([period, radius, ...pair])]
    .filter((name): name is string => !!name)
    .map((name) => apiName(catalog, name));
  const total = catalog.progress.rows_total;
  const cells = useColumns(id, names, version && 'uploaded', total);
  const answers = useColumns(id, catalog.blind ? [] : ['probability'], version, total);
  const axis = (name: string): BrushAxis => {
    const unit = catalog.columns.find((column) => column.name === name && column.role !== 'result')?.unit;
    return { name: apiName(catalog, name), log: true, title: unit ? `${name} [${unitText(unit)}]` : name };
  };
  const brushed = (x: string, y?: string) => (xs: [number, number], ys?: [number, number]) =>
    onBrush([[x, ...xs], ...(y && ys ? [[y, ...ys] satisfies Brushed] : [])] as Brushed[]);
  if (cells.data === undefined) return null;
  return (
    <div className={styles.plots}>
      {period && radius && (
        <Panel title="Radius and period" note="drag to filter">
          <BrushPlot
            name="Radius and period"
            x={axis(period)}
            y={axis(radius)}
            order={order}
            revision={cells.data}
            onBrush={brushed(apiName(catalog, period), apiName(catalog, radius))}
          />
        </Panel>
      )}
      {!catalog.blind && (
        <Panel title="Probability" note="drag to filter">
          <BrushPlot
            name="Probability"
            x={{ name: 'probability', title: 'probability', log: false, ends: [0, 1] }}
            order={order}
            revision={answers.data}
            onBrush={brushed('probability')}
          />
        </Panel>
      )}
      <Panel
        title="A pair"
        note={
          <span className={styles.set}>
            {pair.map((name, side) => (
              <select
                key={side}
                className={controls.field}
                aria-label={side === 0 ? 'Horizontal' : 'Vertical'}
                value={name}
                onChange={({ target }) => onPair(side === 0 ? [target.value, pair[1]] : [pair[0], target.value])}
              >
                {numbers.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            ))}
          </span>
        }
      >
        <BrushPlot
          name="A pair"
          x={axis(pair[0])}
          y={axis(pair[1])}
          order={order}
          revision={cells.data}
          onBrush={brushed(apiName(catalog, pair[0]), apiName(catalog, pair[1]))}
        />
      </Panel>
    </div>
  );
}
