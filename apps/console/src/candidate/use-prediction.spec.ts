import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { Prediction } from '@exoplanet/client';
import { predictionQuery } from './use-prediction';

const SEARCH = 'source=KEPLER&period=9.488';
const answer = { probability: 0.9 } as Prediction;

/** The page after it has shown an answer, then another candidate. */
function pageAfterAnswer() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(predictionQuery(SEARCH).queryKey, answer);
  // Nobody subscribes, so nothing is requested.
  const page = new QueryObserver(client, predictionQuery(SEARCH));
  const shown = (search: string) => {
    page.setOptions(predictionQuery(search));
    return page.getCurrentResult();
  };
  return { shown };
}

describe('the answer on the page of a candidate', () => {
  it('stays while the next one is on its way', () => {
    expect(pageAfterAnswer().shown(`${SEARCH}&radius=2`)).toMatchObject({ data: answer, isPlaceholderData: true });
  });

  it('is gone when the last value is, and does not come back with the next value', () => {
    const { shown } = pageAfterAnswer();
    expect(shown('source=KEPLER')).toMatchObject({ data: null, fetchStatus: 'idle' });
    expect(shown('source=KEPLER&radius=2').data).toBeUndefined();
  });
});
