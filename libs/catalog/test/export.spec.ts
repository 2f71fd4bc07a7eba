import { describe, expect, it } from 'vitest';
import type { CandidateRow, PredictionDto } from '@exoplanet/contracts';
import { type ExportRow, rankRows, toCsv } from '../src';
import { read } from './read';
import { KOI } from './tables';

const answer = (probability: number): PredictionDto => ({
  prediction: 'undecided',
  probability,
  confidence: 'low',
  prediction_set: ['planet', 'false_positive'],
  in_distribution: { value: true, distance: 1, limit: 2 },
  heads_used: ['tabular'],
  missing: [],
  ignored: [],
  model: { name: 'tabular', version: '1', sha256: 'x' },
  processing_time_ms: 1,
  checks: [],
});

const row = (id: string, probability?: number): ExportRow => ({
  candidate: { source: 'K2', id, period: 1.5 },
  ...(probability === undefined ? { error: 'refused' } : { prediction: answer(probability) }),
});

describe('the ranked export', () => {
  it('sorts the most likely planet first, keeps the order of ties, and puts rows without an answer last', () => {
    const ranked = rankRows([row('a', 0.2), row('b'), row('c', 0.9), row('d', 0.2)]);
    expect(ranked.map(({ candidate, rank }) => [candidate?.id, rank])).toEqual([
      ['c', 1],
      ['a', 2],
      ['d', 3],
      ['b', undefined],
    ]);
  });

  it('writes the answer, then the columns of the table', () => {
    const original = { kepoi_name: 'K1', 'note, of': 'a "b"' };
    expect(toCsv([{ ...row('K1', 0.25), original }, row('x')])).toBe(
      'rank,id,source,probability,prediction,confidence,prediction_set,in_distribution,model,error,kepoi_name,"note, of",period\n' +
        '1,K1,K2,0.25,undecided,low,planet false_positive,true,tabular@1,,K1,"a ""b""",\n' +
        ',x,K2,,,,,,,refused,,,1.5\n',
    );
  });

  it('names the checks that a row fails', () => {
    const check = { name: 'impact', value: 2, limit: 1.1, withholds_decision: true, sentence: 'It misses.' } as const;
    const prediction = { ...answer(0.25), checks: [check, { ...check, name: 'snr' as const }] };
    const [header, line] = toCsv([{ ...row('a'), error: undefined, prediction }]).split('\n');
    expect([header.split(',')[8], line.split(',')[8]]).toEqual(['checks', 'impact snr']);
  });

  it('can be read again: a KOI table as a KOI table, candidates as the same candidates', async () => {
    const { rows } = await read(KOI);
    const again = await read(
      toCsv(
        rows.map(({ candidate, cells: original }, index) => ({
          candidate,
          original,
          prediction: answer(0.9 - index / 10),
        })),
      ),
    );
    expect(again.detection.kind).toBe('koi');
    expect(again.rows.map(({ candidate }) => candidate)).toEqual(rows.map(({ candidate }) => candidate));

    const candidates: CandidateRow[] = [
      {
        source: 'TESS',
        id: '# 1',
        star_id: 'a,b',
        period: 1.5,
        period_err_low: 0,
        star_pmra: -2,
        diagnostics: { koi_dor: 4.5 },
      },
    ];
    const plain = await read(toCsv(candidates.map((candidate) => ({ candidate }))));
    expect(plain.rows.map(({ candidate }) => candidate)).toEqual(candidates);
  });
});
