import { useEffect, useRef, useState } from 'react';
import { COLUMNS_MEDIA_TYPE } from '@exoplanet/contracts/columnar';
import { request } from '../../server/client';
import type { Picture, PictureRequest } from './picture';
import type { Window, WindowColumn, WindowRequest } from './table-store';
import { tableWorker } from './table-worker';
import { useLatestLoad } from './use-latest-load';

async function bytesOf(path: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const response = await request(path, { headers: { accept: COLUMNS_MEDIA_TYPE }, signal });
  return new Uint8Array(await response.arrayBuffer());
}

/** Maximum number of values of one request: a gateway can sort and send this many within its memory. */
const MAX_VALUES = 3_000_000;

let last: Promise<unknown> = Promise.resolve();

/** Requests of up to this many values are not in each other's way. */
const FEW_VALUES = 200_000;

/** Large requests one after the other: what was asked first is shown first, and the gateway's memory holds one. */
function inTurn<T>(signal: AbortSignal, values: number, load: () => Promise<T>): Promise<T> {
  if (values <= FEW_VALUES) return load();
  const turn = last.then(() => {
    signal.throwIfAborted();
    return load();
  });
  last = turn.catch(() => undefined);
  return turn;
}

/** Which rows are shown, in which order: they are in the worker under this name. */
export interface Order {
  name: string;
  rows: number;
}

/** The keys of a selection. @param query sort and filters as the API takes them @param version changes when the data do @param rows of the catalogue */
export function useOrder(catalog: string, query: string, version: string, rows = Infinity) {
  return useLatestLoad<Order>(version === '' ? undefined : `${catalog}?${query}`, version, async (signal) => {
    const name = `${catalog}?${query}#${version}`;
    await tableWorker.ask('open', catalog);
    const known = await tableWorker.ask('rowsOf', name);
    if (known !== undefined) return { name, rows: known };
    const bytes = await inTurn(signal, rows, () => bytesOf(`/catalogs/${catalog}/columns?names=key&${query}`, signal));
    return { name, rows: await tableWorker.ask('addOrder', { name, bytes }, [bytes.buffer]) };
  });
}

/**
 * Columns of all rows, in the worker. Returns a number that grows when they change; undefined until they are there.
 * @param rows of the catalogue
 */
export function useColumns(catalog: string, names: readonly string[], version: string, rows = Infinity) {
  const key = version === '' || names.length === 0 ? undefined : `${catalog}/${names.join(',')}`;
  const perRequest = Math.max(1, Math.floor(MAX_VALUES / Math.max(1, rows)));
  return useLatestLoad<number>(key, version, async (signal) => {
    await tableWorker.ask('open', catalog);
    for (let at = 0; at < names.length; at += perRequest)
      await inTurn(signal, rows * Math.min(perRequest, names.length), () =>
        loadColumns(catalog, names.slice(at, at + perRequest), version, signal),
      );
    return performance.now();
  });
}

async function loadColumns(catalog: string, names: readonly string[], version: string, signal: AbortSignal) {
  const missing = await tableWorker.ask('missing', { names, version });
  if (missing.length === 0) return;
  const query = new URLSearchParams({ names: missing.join(','), sort: 'key' });
  const bytes = await bytesOf(`/catalogs/${catalog}/columns?${query}`, signal);
  await tableWorker.ask('addColumns', { bytes, version }, [bytes.buffer]);
}

/**
 * The cells of some rows. While new cells load, the previous ones stay. One request is in flight at a time; positions that were
 * scrolled past meanwhile are skipped.
 * @param revision of the columns
 */
export function useWindow(
  order: Order,
  first: number,
  count: number,
  columns: readonly WindowColumn[],
  revision: unknown,
) {
  const [window, setWindow] = useState<Window>();
  const next = useRef<WindowRequest>(undefined);
  const isAsking = useRef(false);
  const wanted = JSON.stringify(columns.map(({ name, isIdentifier }) => ({ name, isIdentifier })));
  useEffect(() => {
    next.current = { order: order.name, first, count, columns: JSON.parse(wanted) as WindowColumn[] };
    if (isAsking.current) return;
    isAsking.current = true;
    void (async () => {
      try {
        for (let question = next.current; question; question = next.current) {
          next.current = undefined;
          // After a failed request the previous cells stay until the next one.
          const found = await tableWorker.ask('window', question).catch(() => undefined);
          if (found) setWindow((last) => withKnownRows(found, last));
        }
      } finally {
        isAsking.current = false;
      }
    })();
  }, [order.name, first, count, wanted, revision]);
  return window;
}

/** A window in which a row that reads as before is the same object, so that it is not rendered again. */
function withKnownRows(found: Window, last: Window | undefined): Window {
  if (!last) return found;
  const cells = found.cells.map((row, at) => {
    const known = last.cells[found.first + at - last.first];
    return known?.length === row.length && known.every((text, column) => text === row[column]) ? known : row;
  });
  return { ...found, cells };
}

/** What a plot draws; undefined until its columns are there. */
export function usePicture(wanted: PictureRequest, revision: unknown): Picture | undefined {
  const [picture, setPicture] = useState<Picture>();
  const text = JSON.stringify(wanted);
  useEffect(() => {
    if (revision === undefined) return;
    let isWanted = true;
    void tableWorker.ask('picture', JSON.parse(text) as PictureRequest).then((found) => isWanted && setPicture(found));
    return () => {
      isWanted = false;
    };
  }, [text, revision]);
  return picture;
}
