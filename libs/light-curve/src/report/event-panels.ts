import type { DetectionDto, TransitEventDto } from '@exoplanet/contracts';
import { significant } from '../significant';
import { rangeOf } from './axis';
import { failedAny } from './failed-tests';
import { type Box, emptyPlot, Plot, RED } from './plot';

/** Number of each transit, 0 at the epoch. */
const numberOf = ({ period, epoch }: DetectionDto, { time }: TransitEventDto): number =>
  Math.round((time - epoch.value) / period.value);

/** Room at both ends of the axis of transit numbers. */
function spanOf(numbers: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const room = Math.max(0.5, 0.04 * (high - low));
  return [low - room, high + room];
}

/** The depth of every transit on its own. */
export function depthsPanel(box: Box, detection: DetectionDto): string {
  const { events, depth } = detection;
  if (events.length === 0) return emptyPlot(box, 'Depth by transit', 'no transit could be measured on its own');
  const numbers = events.map((event) => numberOf(detection, event));
  const ends = events.flatMap((event) => [event.depth - event.depth_err, event.depth + event.depth_err]);
  const [low, high] = rangeOf([...ends, depth.value, 0], 0.01);
  return new Plot(box, spanOf(numbers), [low, high], {
    title: 'Depth by transit',
    x: 'Transit number',
    y: 'Depth [ppm]',
    whole: true,
    failed: failedAny(detection, ['depth_consistency', 'transit_count']),
  })
    .horizontal(0, '#8a8f98', '1 3')
    .horizontal(depth.value, RED)
    .measured(
      { x: numbers, y: events.map((event) => event.depth), error: events.map((event) => event.depth_err) },
      '#000',
    )
    .note('dashed: depth of the fit', 'bottom')
    .toString();
}

/** Observed minus predicted mid-transit times. */
export function timingPanel(box: Box, detection: DetectionDto): string {
  const title = 'Observed minus predicted time';
  const timed = detection.events.flatMap((event) =>
    event.o_c !== null && event.time_err !== null
      ? [{ number: numberOf(detection, event), value: event.o_c, error: event.time_err * 1440 }]
      : [],
  );
  if (timed.length === 0) return emptyPlot(box, title, 'the transits cannot be timed one by one');
  const numbers = timed.map(({ number }) => number);
  const ends = timed.flatMap(({ value, error }) => [value - error, value + error]);
  const plot = new Plot(box, spanOf(numbers), rangeOf([...ends, 0], 0.01), {
    title,
    x: 'Transit number',
    y: 'O − C [min]',
    whole: true,
    failed: failedAny(detection, ['transit_timing']),
  })
    .horizontal(0, RED)
    .measured({ x: numbers, y: timed.map(({ value }) => value), error: timed.map(({ error }) => error) }, '#000');
  const { timing } = detection;
  if (timing)
    plot.note(
      timing.wave
        ? `varies: ${timing.wave.amplitude.toFixed(1)} min in ${timing.wave.period.toFixed(0)} d`
        : `scatter ${significant(timing.scatter, 2)} min, errors explain ${significant(timing.explained, 2)} min`,
    );
  return plot.toString();
}
