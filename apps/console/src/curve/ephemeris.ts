import { useCallback, useEffect, useState } from 'react';
import { useLocation, useSearch } from 'wouter';

/** What the address of a curve's page says beside the task. */
export interface CurveView {
  detection: number;
  /** [d]; of the detection where it is not set */
  period?: number;
  /** [d, time system of the curve]; of the detection where it is not set */
  epoch?: number;
  /** Odd and even transits in two colours. */
  odd: boolean;
  /** The whole orbit instead of the surroundings of the transit. */
  orbit: boolean;
  /** Time [d] to which the light curve is zoomed. */
  at?: number;
}

const number = (text: string | null): number | undefined => {
  const value = Number(text);
  return text !== null && text !== '' && Number.isFinite(value) ? value : undefined;
};

export function viewOf(search: string): CurveView {
  const query = new URLSearchParams(search);
  const period = number(query.get('period'));
  return {
    detection: Math.max(1, Math.round(number(query.get('detection')) ?? 1)),
    period: period !== undefined && period > 0 ? period : undefined,
    epoch: number(query.get('epoch')),
    odd: query.get('odd') === '1',
    orbit: query.get('orbit') === '1',
    at: number(query.get('at')),
  };
}

export function searchOfView({ detection, period, epoch, odd, orbit, at }: CurveView): string {
  const query = new URLSearchParams();
  if (detection !== 1) query.set('detection', String(detection));
  if (period !== undefined) query.set('period', String(Number(period.toPrecision(10))));
  if (epoch !== undefined) query.set('epoch', String(Number(epoch.toPrecision(11))));
  if (odd) query.set('odd', '1');
  if (orbit) query.set('orbit', '1');
  if (at !== undefined) query.set('at', String(Number(at.toPrecision(9))));
  return query.toString();
}

/** The view as state, which the address follows a moment later: keys stay quick. */
export function useCurveView(): [CurveView, (change: Partial<CurveView>) => void] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const [view, setView] = useState(() => viewOf(search));
  const own = searchOfView(view);
  useEffect(() => {
    if (own === searchOfView(viewOf(location.search))) return;
    const timer = setTimeout(() => navigate(own ? `${path}?${own}` : path, { replace: true }), 200);
    return () => clearTimeout(timer);
  }, [own, path, navigate]);
  const change = useCallback((part: Partial<CurveView>) => setView((last) => ({ ...last, ...part })), []);
  return [view, change];
}
