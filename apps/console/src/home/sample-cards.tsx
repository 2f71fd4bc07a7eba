import { useMutation } from '@tanstack/react-query';
import { useCallback } from 'react';
import { Link, useLocation } from 'wouter';
import { Canvas, type Draw } from '../plots/canvas';
import { ARCHIVE_CANDIDATES } from '../samples/archive-candidates';
import { submitFiles, submitLightCurve } from '../session/submit-files';
import { FailureNotice } from '../shell/failure-notice';
import styles from './home.module.css';

/** The generators are loaded on the click that needs them. */
const made = {
  lightCurve: async () => {
    const { madeLightCurveFile, MADE_CURVE_NAME, MADE_STAR } = await import('../samples/made-light-curve');
    return submitLightCurve([madeLightCurveFile()], MADE_CURVE_NAME, MADE_STAR);
  },
  table: async () => {
    const { madeTableFile } = await import('../samples/made-table');
    return submitFiles([madeTableFile()]);
  },
};

/** Three samples: one click each leads to a verdict. They need no network but this server. */
export function SampleCards() {
  const [, navigate] = useLocation();
  const options = { onSuccess: (href: string) => navigate(href) };
  const curve = useMutation({ mutationFn: made.lightCurve, ...options });
  const table = useMutation({ mutationFn: made.table, ...options });
  const [first] = ARCHIVE_CANDIDATES;
  const error = curve.error ?? table.error;
  return (
    <>
      <div className={styles.samples}>
        <Link href={`/candidate?${first.search}`} className={styles.sample}>
          <Picture draw={drawScale} />
          <h2>One candidate</h2>
          <span>
            {first.id}: {first.what}.
          </span>
          <span className={styles.kind}>Typed from the archive's KOI table</span>
        </Link>
        <button type="button" className={styles.sample} disabled={curve.isPending} onClick={() => curve.mutate()}>
          <Picture draw={drawTransits} />
          <h2>{curve.isPending ? 'Creating and uploading' : 'A light curve'}</h2>
          <span>A quarter of Kepler-like photometry with one planet, searched, folded and tested.</span>
          <span className={styles.kind}>Made by this page, not observed</span>
        </button>
        <button type="button" className={styles.sample} disabled={table.isPending} onClick={() => table.mutate()}>
          <Picture draw={drawTable} />
          <h2>{table.isPending ? 'Creating and uploading' : 'A catalogue'}</h2>
          <span>600 rows in the archive's form: ranked, explained, ready to triage by keys.</span>
          <span className={styles.kind}>Made by this page, not observed</span>
        </button>
      </div>
      {error && <FailureNotice error={error} />}
    </>
  );
}

function Picture({ draw }: { draw: Draw }) {
  return <Canvas draw={useCallback(draw, [draw])} />;
}

const drawScale: Draw = (context, width, height, colors) => {
  const y = height / 2;
  context.lineWidth = 2;
  context.strokeStyle = colors.grid;
  line(context, 0, y, width, y);
  context.globalAlpha = 0.3;
  context.fillStyle = colors.planet;
  context.fillRect(width * 0.84, y - 9, width * 0.12, 18);
  context.globalAlpha = 1;
  context.fillStyle = colors.ink;
  context.fillRect(width * 0.91, y - 16, 3, 32);
};

const drawTransits: Draw = (context, width, height, colors) => {
  context.fillStyle = colors.point;
  let seed = 7;
  const noise = () => ((seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5) * 9;
  for (let x = 0; x < width; x += 1.6) {
    const phase = ((x % 62) - 31) / 4;
    const dip = Math.abs(phase) < 1 ? 24 * Math.sqrt(1 - 0.5 * phase * phase) : 0;
    context.fillRect(x, height * 0.28 + noise() + dip, 1.6, 1.6);
  }
};

const drawTable: Draw = (context, width, height, colors) => {
  const rows = 6;
  const step = height / rows;
  for (let row = 0; row < rows; row++) {
    const y = row * step + step / 2 - 2;
    context.fillStyle = colors.grid;
    context.fillRect(0, y, width * 0.56, 4);
    const share = 1 - row * 0.17;
    context.fillStyle = share > 0.6 ? colors.planet : share > 0.4 ? colors.undecided : colors.impostor;
    context.fillRect(width * 0.62, y, width * 0.38 * share, 4);
  }
};

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
