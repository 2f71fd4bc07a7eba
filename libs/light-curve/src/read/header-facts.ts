import { present } from '../present';
import type { Mission, Target } from '../types';
import { type FitsHeader, numberOf, textOf } from './fits-header';
import { starInFileName, starInHeader } from './star-name';
import type { TableFacts } from './table-light-curve';
import { daysIn } from './time-hints';

/** What a header says of the star and the observation; the file's name where the header names no star. */
export function factsOf(file: string, header: FitsHeader): TableFacts {
  return { target: targetOf(file, header), ...present({ ...observationOf(header) }) };
}

function targetOf(file: string, header: FitsHeader): Target {
  const named = starInHeader(header);
  const star = named.name === undefined ? starInFileName(file) : named;
  return present({
    name: star.name,
    mission: missionOf(header) ?? star.mission,
    teff: positive(numberOf(header, 'TEFF')),
    logg: numberOf(header, 'LOGG'),
    radius: positive(numberOf(header, 'RADIUS')),
    magnitude: numberOf(header, 'KEPMAG') ?? numberOf(header, 'TESSMAG') ?? numberOf(header, 'TMAG'),
  });
}

function missionOf(header: FitsHeader): Mission | undefined {
  const names = `${textOf(header, 'MISSION') ?? ''} ${textOf(header, 'TELESCOP') ?? ''}`.toUpperCase();
  if (/\bK2\b/.test(names)) return 'K2';
  if (names.includes('TESS')) return 'TESS';
  return names.includes('KEPLER') ? 'KEPLER' : undefined;
}

function observationOf(header: FitsHeader): Omit<TableFacts, 'target'> {
  const step = positive(numberOf(header, 'TIMEDEL'));
  return present({
    cadence: step === undefined ? undefined : step * (daysIn(textOf(header, 'TIMEUNIT')) ?? 1),
    stretch: stretchOf(header),
    detector: detectorOf(header),
    crowding: crowdingOf(header),
  });
}

/** Kepler Archive Manual (KDMC-10008), section 2.3.1.2: CROWDSAP is the target's flux over all flux in the optimal aperture. */
function crowdingOf(header: FitsHeader): number | undefined {
  const part = numberOf(header, 'CROWDSAP');
  return part !== undefined && part > 0 && part <= 1 ? part : undefined;
}

function stretchOf(header: FitsHeader): string | undefined {
  for (const [keyword, letter] of [
    ['QUARTER', 'Q'],
    ['SECTOR', 'S'],
    ['CAMPAIGN', 'C'],
  ] as const) {
    const number = numberOf(header, keyword);
    if (number !== undefined) return `${letter}${number}`;
  }
  return undefined;
}

function detectorOf(header: FitsHeader): string | undefined {
  const channel = numberOf(header, 'CHANNEL');
  if (channel !== undefined) return `channel ${channel}`;
  const camera = numberOf(header, 'CAMERA');
  return camera === undefined ? undefined : `camera ${camera}, CCD ${numberOf(header, 'CCD') ?? '?'}`;
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}
