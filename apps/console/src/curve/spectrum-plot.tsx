import { useCallback, useMemo } from 'react';
import { Panel } from '../design/controls';
import { significant } from '../design/format';
import { Term } from '../glossary/term';
import { canvasFont } from '../plots/canvas-font';
import { type Axis, type Frame, Plot, type Readings } from '../plots/plot';
import type { ThemeColors } from '../plots/theme-colors';
import type { Spectrum } from './use-curve';

/** Multiples of a period that a search confuses with it. */
const MULTIPLES: [factor: number, label: string][] = [
  [1 / 3, '⅓'],
  [1 / 2, '½'],
  [1, '1'],
  [2, '2'],
  [3, '3'],
];
const COLUMNS = 900;

/** The periodogram with the period and its multiples marked; a click folds there. */
export function SpectrumPlot({
  spectrum,
  period,
  onPick,
}: {
  spectrum: Spectrum;
  period: number;
  onPick: (period: number) => void;
}) {
  const readings = useMemo(() => envelope(spectrum), [spectrum]);
  const x = useMemo<Axis>(
    () => ({ name: 'Period [d]', min: readings.x[0] ?? 0.5, max: readings.x[readings.x.length - 1] ?? 100, log: true }),
    [readings],
  );
  const y = useMemo<Axis>(
    () => ({ name: 'Signal to noise', min: 0, max: Math.max(...Array.from(readings.y), 1) * 1.12 }),
    [readings],
  );
  const draw = useCallback(
    (context: CanvasRenderingContext2D, frame: Frame, colors: ThemeColors) => {
      context.fillStyle = colors.accentSoft;
      context.font = canvasFont();
      context.textAlign = 'center';
      context.textBaseline = 'top';
      for (const [factor, label] of MULTIPLES) {
        const at = frame.x(period * factor);
        context.fillStyle = colors.model;
        context.globalAlpha = factor === 1 ? 1 : 0.55;
        context.fillRect(at - 0.5, frame.top + 14, factor === 1 ? 2 : 1, frame.bottom - frame.top);
        context.globalAlpha = 1;
        context.fillText(label, at, frame.top);
      }
      context.fillStyle = colors.point;
      for (let i = 0; i < readings.x.length; i++) {
        const top = frame.y(readings.y[i]);
        context.fillRect(frame.x(readings.x[i]) - 0.6, top, 1.2, frame.bottom - top);
      }
    },
    [readings, period],
  );
  return (
    <Panel
      title={<Term name="BLS">Periodogram</Term>}
      note={`Folded at ${significant(period, 6)} d; a click folds at another period`}
    >
      <Plot
        name="Periodogram"
        isNamed
        x={x}
        y={y}
        height={170}
        readings={readings}
        draw={draw}
        onPick={(at) => onPick(nearestPeak(spectrum, at))}
      />
    </Panel>
  );
}

/** The strongest of each column of the picture, by logarithm of the period. */
function envelope({ period, power }: Spectrum): Readings {
  if (period.length === 0) return { x: [], y: [] };
  const [min, max] = [period[0], period[period.length - 1]];
  const best = new Map<number, number>();
  for (let i = 0; i < period.length; i++) {
    const column = Math.round((Math.log(period[i] / min) / Math.log(max / min || 2)) * COLUMNS);
    const known = best.get(column);
    if (known === undefined || power[i] > power[known]) best.set(column, i);
  }
  const chosen = [...best.values()].sort((a, b) => a - b);
  return { x: chosen.map((i) => period[i]), y: chosen.map((i) => power[i]) };
}

/** The strongest period within 1 % of where somebody clicked. */
function nearestPeak({ period, power }: Spectrum, at: number): number {
  let best = -1;
  for (let i = 0; i < period.length; i++)
    if (Math.abs(period[i] / at - 1) < 0.01 && (best < 0 || power[i] > power[best])) best = i;
  return best < 0 ? at : period[best];
}
