import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { headOf, kindOfFile } from './kind-of-file';

const kind = (text: string) => kindOfFile(new TextEncoder().encode(text));

describe('a dropped file', () => {
  it('is a light curve when it is FITS, or names a time and a flux', () => {
    for (const text of [
      'SIMPLE  =                    T / conforms to FITS standards',
      'time,flux\n130.0,1.0\n',
      '# KIC 1\ntime_bkjd,sap_flux,pdcsap_flux\n1,2,3\n',
      'TIME,KSPSAP_FLUX,QUALITY\n',
      'BJD - 2454833, Corrected Flux,\n2000.1,0.99,\n',
      '2457000.12 0.9991\n2457000.14 1.0002\n',
      '{"time": [1, 2], "flux": [1, 1]}',
    ])
      expect(kind(text), text).toBe('light_curve');
  });

  it('is a catalogue when it names other columns, in any dialect', () => {
    for (const text of [
      '# COLUMN koi_period: Orbital Period [days]\nkepid,kepoi_name,koi_period,koi_time0bk\n1,K1,3,4\n',
      'toi,tid,tfopwg_disp,pl_orbper\n700.01,1,CP,16\n',
      '<?xml version="1.0"?><VOTABLE>',
      '|  kepid | koi_period |\n',
      '"TIC ID";"Period (days)"\n1;2,5\n',
      '[{"period": 3.1, "radius": 1.2}]',
    ])
      expect(kind(text), text).toBe('catalog');
  });

  it('is known through gzip, by its beginning', async () => {
    const file = new Blob([new Uint8Array(gzipSync(`time,flux\n${'1.0,1.0\n'.repeat(50_000)}`))]);
    const head = await headOf(file);
    expect(head.length).toBeLessThan(300_000);
    expect(kindOfFile(head)).toBe('light_curve');
  });
});
