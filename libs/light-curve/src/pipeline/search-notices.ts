import { ephemerisOf } from '../fit/fit-transit';
import { periodsInGaps } from '../search/possible-periods';
import { significant } from '../significant';
import type { LightCurve } from '../types';
import { depthTaken } from '../vet/depth-consistency';
import type { Analysis } from './analysis';
import type { EventPair, PartialEvent, SingleEvent } from './find-single-events';

interface Found {
  detections: Analysis['detections'];
  events: readonly SingleEvent[];
  pairs: readonly EventPair[];
  partial: readonly PartialEvent[];
  rejected: Analysis['rejected'];
}

/** Sentences on signals that the search found but that are not detections, and on the strongest signal that was not reported. */
export function searchNotices({ detections, events, pairs, partial, rejected }: Found, curve: LightCurve): string[] {
  const at = (time: number) => `${curve.timeSystem} ${time.toFixed(2)}`;
  return [
    ...flatteningNotice(detections),
    ...detections.flatMap((detection) => gapsNotice(detection, curve)),
    ...events.map(
      ({ time, depth, duration, significance, periodMin }) =>
        `a single transit-like event at ${at(time.value)}: ${depth.value.toFixed(0)} ppm for ${duration.value.toFixed(1)} h (${significance.toFixed(0)} σ); no period can be given, and one under ${significant(periodMin, 3)} d does not fit`,
    ),
    ...pairs.map(
      ({ times: [first, second], periods }) =>
        `the single events at ${at(first)} and ${at(second)} are alike; if they are transits of one planet, its period is ${listed(periods)} d`,
    ),
    ...partial.map(
      ({ time, depth }) =>
        `the flux is lower by ${depth.toFixed(0)} ppm at an edge of the data, at ${at(time)}: a part of a transit, or an artefact`,
    ),
    ...(detections.length === 0 && rejected
      ? [
          `the strongest signal that was not reported has a period of ${significant(rejected.period, 4)} d and lasts ${rejected.duration.toFixed(1)} h: ${rejected.reason}`,
        ]
      : []),
  ];
}

/** Part of a transit's depth that flattening may take without a notice. */
const MAX_TAKEN = 0.1;

function flatteningNotice(detections: Found['detections']): string[] {
  const worst = [...detections].sort((a, b) => depthTaken(b) - depthTaken(a))[0];
  if (!worst?.flattened || depthTaken(worst) < MAX_TAKEN) return [];
  const part = (100 * Math.min(1, depthTaken(worst))).toFixed(0);
  return [
    `the flux seems to have been flattened over about ${worst.flattened.toFixed(0)} h before it came here: that can take up to about ${part} % of the depth of a transit of ${worst.duration.value.toFixed(1)} h, and makes the radius too small; send the flux as it was before, if you have it`,
  ];
}

/** A period of which a whole part fits the data as well. */
function gapsNotice(detection: Found['detections'][number], curve: LightCurve): string[] {
  const shorter = periodsInGaps(curve, ephemerisOf(detection));
  if (shorter.length === 0) return [];
  return [
    `the period of ${significant(detection.period.value, 6)} d may also be ${listed(shorter)} d: nothing was observed when the transits between would come`,
  ];
}

function listed(periods: readonly number[]): string {
  const texts = periods.map((period) => significant(period, 4));
  return texts.length > 1 ? `${texts.slice(0, -1).join(', ')} or ${texts[texts.length - 1]}` : texts[0];
}
