import { useCallback, useMemo } from 'react';
import type { DetectionDto } from '@exoplanet/contracts/browser';
import { Panel } from '../design/controls';
import { significant } from '../design/format';
import { Term } from '../glossary/term';
import { type Axis, drawLine, drawPoints, type Frame, Plot, type Readings } from '../plots/plot';
import type { ThemeColors } from '../plots/theme-colors';
import styles from './curve.module.css';
import { limitsOf } from './curve-plots';
import type { CurveView } from './ephemeris';
import { binned, fold, type Folded, ofParity, type Photometry, quantiles, river } from './fold';
import { RiverView } from './river-view';

interface FoldPanelsProps {
  photometry: Photometry;
  centroids?: { column: Float32Array; row: Float32Array };
  detection?: DetectionDto;
  period: number;
  epoch: number;
  duration: number;
  /** [min] */
  cadence: number;
  view: CurveView;
  onAt: (at: number) => void;
}

/** The curve folded at the period: transit, opposite side, odd and even, river, centroids. */
export function FoldPanels({
  photometry,
  centroids,
  detection,
  period,
  epoch,
  duration,
  cadence,
  view,
  onAt,
}: FoldPanelsProps) {
  const near = Math.min(3 * duration, period * 12);
  const within = view.orbit ? period * 12 : near;
  const folded = useMemo(() => fold(photometry, period, epoch, within), [photometry, period, epoch, within]);
  const around = useMemo(() => fold(photometry, period, epoch, near), [photometry, period, epoch, near]);
  const opposite = useMemo(() => fold(photometry, period, epoch + period / 2, near), [photometry, period, epoch, near]);
  // A column narrower than the cadence would leave gaps.
  const columns = Math.max(9, Math.min(61, Math.floor((2 * near * 60) / cadence)));
  const image = useMemo(() => river(around, near, columns), [around, near, columns]);
  const depth = Math.max(
    1e-5,
    detection ? detection.depth.value * 1e-6 : 1 - Math.min(1, ...binned(around, -near, near, 61).y),
  );
  const isAsFound = view.period === undefined && view.epoch === undefined;
  const fitted = isAsFound ? detection?.folded : undefined;
  const model = useMemo(() => fitted && toEdges(fitted, within), [fitted, within]);
  return (
    <>
      <Panel
        title={<Term name="folding">Folded at {significant(period, 7)} d</Term>}
        note={
          view.odd
            ? 'Odd transits orange, even transits purple'
            : model
              ? 'Circles are means, the line is the fitted transit'
              : 'Circles are means'
        }
      >
        <FoldPlot
          name="Folded light curve"
          folded={folded}
          within={within}
          period={period}
          isSplit={view.odd}
          model={view.odd ? undefined : model}
          height={280}
        />
      </Panel>
      <div className={styles.two}>
        <Panel
          title={<Term name="river plot">River</Term>}
          note="One row per transit, blue where the star is fainter; click a row to show that transit"
        >
          <RiverView image={image} depth={depth} within={near} onPick={(transit) => onAt(epoch + transit * period)} />
        </Panel>
        <div className={styles.stack}>
          <Panel
            title={<Term name="secondary eclipse">Half an orbit later</Term>}
            note="A dip here means that the companion emits light"
          >
            <FoldPlot
              name="Half an orbit later"
              folded={opposite}
              within={near}
              period={period}
              isSplit={false}
              height={150}
            />
          </Panel>
          {centroids ? (
            <CentroidPanel
              time={photometry.time}
              centroids={centroids}
              period={period}
              epoch={epoch}
              within={near}
              duration={duration}
            />
          ) : (
            <Panel title="Centroids">
              <p>The files have no centroids, so it cannot be seen here whether another star is eclipsed.</p>
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

/** The fitted transit up to the edges of the plot: beside the transit it is flat. @param within [h] */
function toEdges({ model_phase, model_flux }: DetectionDto['folded'], within: number): Readings {
  const [x, y] = [Array.from(model_phase), Array.from(model_flux)];
  if (x.length === 0) return { x, y };
  return { x: [Math.min(-within, x[0]), ...x, Math.max(within, x.at(-1)!)], y: [y[0], ...y, y.at(-1)!] };
}

interface FoldPlotProps {
  name: string;
  folded: Folded;
  within: number;
  period: number;
  isSplit: boolean;
  model?: Readings;
  height: number;
}

function FoldPlot({ name, folded, within, period, isSplit, model, height }: FoldPlotProps) {
  const bins = within > 40 ? 201 : 61;
  const parts = useMemo<Partial<Record<'all' | 'odd' | 'even', { x: number[]; y: number[] }>>>(() => {
    const means = (part: Pick<Folded, 'phase' | 'flux'>) => binned(part, -within, within, bins);
    return isSplit
      ? { odd: means(ofParity(folded, true)), even: means(ofParity(folded, false)) }
      : { all: means(folded) };
  }, [folded, within, bins, isSplit]);
  const x = useMemo<Axis>(() => ({ name: 'Time from mid-transit [h]', min: -within, max: within }), [within]);
  const y = useMemo<Axis>(() => {
    const { min, max } = limitsOf(folded.flux);
    const means = Object.values(parts).flatMap((part) => part.y);
    // Where noise hides the means, the axis shows the inner part of the points, and always all means.
    const [inner, outer] = quantiles(folded.flux, 0.005, 0.995);
    const low = Math.min(...means, inner);
    const high = Math.max(...means, outer);
    const pad = 0.1 * Math.max(high - low, 1e-9);
    return { name: 'Relative flux', min: Math.max(min, low - pad), max: Math.min(Math.max(max, high), high + pad) };
  }, [folded, parts]);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, frame: Frame, colors: ThemeColors) => {
      drawPoints(context, frame, { x: folded.phase, y: folded.flux }, colors.pointSoft);
      if (model) drawLine(context, frame, model, colors.model, 2);
      const dots = ({ x: at, y: means }: { x: number[]; y: number[] }, color: string, isRing: boolean) => {
        for (let i = 0; i < at.length; i++) {
          context.beginPath();
          context.arc(frame.x(at[i]), frame.y(means[i]), 3, 0, 2 * Math.PI);
          context.fillStyle = isRing ? colors.surface : color;
          context.strokeStyle = color;
          context.lineWidth = 1.5;
          context.fill();
          context.stroke();
        }
      };
      if (parts.all) dots(parts.all, colors.point, true);
      if (parts.odd) dots(parts.odd, colors.model, false);
      if (parts.even) dots(parts.even, colors.second, true);
    },
    [folded, parts, model],
  );
  const readings = parts.all ?? parts.even ?? { x: [], y: [] };
  return (
    <div data-testid={name} data-period={period}>
      <Plot name={name} isNamed x={x} y={y} height={height} readings={readings} draw={draw} />
    </div>
  );
}

interface CentroidPanelProps {
  time: Float64Array;
  centroids: { column: Float32Array; row: Float32Array };
  period: number;
  epoch: number;
  within: number;
  duration: number;
}

function CentroidPanel({ time, centroids, period, epoch, within, duration }: CentroidPanelProps) {
  const means = useMemo(
    () =>
      [centroids.column, centroids.row].map((flux) => {
        const { x, y } = binned(fold({ time, flux }, period, epoch, within), -within, within, 41);
        const [level] = quantiles(
          y.filter((_, i) => Math.abs(x[i]) > duration / 2),
          0.5,
        );
        return { x, y: y.map((value) => (value - level) * 1000) };
      }),
    [time, centroids, period, epoch, within, duration],
  );
  const x = useMemo<Axis>(() => ({ name: 'Time from mid-transit [h]', min: -within, max: within }), [within]);
  const y = useMemo<Axis>(() => {
    const size = Math.max(1e-3, ...means.flatMap((part) => part.y.map(Math.abs))) * 1.15;
    return { name: 'Shift [millipixel]', min: -size, max: size };
  }, [means]);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, frame: Frame, colors: ThemeColors) => {
      context.fillStyle = colors.grid;
      context.fillRect(
        frame.x(-duration / 2),
        frame.top,
        frame.x(duration / 2) - frame.x(-duration / 2),
        frame.bottom - frame.top,
      );
      drawLine(context, frame, means[0], colors.planet);
      drawLine(context, frame, means[1], colors.model);
    },
    [means, duration],
  );
  return (
    <Panel
      title={<Term name="centroid offset">Centroids</Term>}
      note="Column blue, row orange; the band is the transit"
    >
      <Plot name="Centroid shift" isNamed x={x} y={y} height={150} readings={means[0]} draw={draw} />
    </Panel>
  );
}
