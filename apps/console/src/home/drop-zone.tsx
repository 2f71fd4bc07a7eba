import { useMutation } from '@tanstack/react-query';
import { type DragEvent, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Button, controls } from '../design/controls';
import { FailureNotice } from '../shell/failure-notice';
import styles from './home.module.css';
import { MixedFilesError, submitFiles } from './submit-files';

/** One place for every file: a table of candidates or the light curves of a star; the page tells which it is. */
export function DropZone() {
  const [isOver, setIsOver] = useState(false);
  const [, navigate] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const sending = useMutation({ mutationFn: submitFiles, onSuccess: (href) => navigate(href) });
  const take = (list: FileList | null) => list && list.length > 0 && sending.mutate([...list]);
  const over = (event: DragEvent, state: boolean) => {
    event.preventDefault();
    setIsOver(state);
  };
  return (
    <>
      <div
        className={styles.drop}
        data-over={isOver}
        onDragOver={(event) => over(event, true)}
        onDragLeave={(event) => over(event, false)}
        onDrop={(event) => {
          over(event, false);
          take(event.dataTransfer.files);
        }}
      >
        <svg
          viewBox="0 0 320 48"
          aria-hidden="true"
          fill="none"
          stroke="var(--planet)"
          strokeWidth="2"
          strokeLinecap="round"
        >
          <path d="M4 14h104c14 0 12 24 26 24h52c14 0 12-24 26-24h104" />
          <circle cx="160" cy="38" r="4.5" fill="var(--planet)" stroke="none" />
        </svg>
        <p>
          <strong>
            {sending.isPending ? 'Sending' : 'Drop a table of candidates, or the light curves of one star'}
          </strong>
        </p>
        <p className={controls.muted}>
          KOI, TOI, K2, ExoFOP and TCE tables as CSV, IPAC, ECSV or VOTable · Kepler, K2 and TESS light curves as FITS
          or text · gzip of any
        </p>
        <Button look="primary" disabled={sending.isPending} onClick={() => input.current?.click()}>
          Choose files
        </Button>
        <input
          ref={input}
          className="visually-hidden"
          type="file"
          multiple
          tabIndex={-1}
          aria-label="Files to vet"
          onChange={({ target }) => take(target.files)}
        />
      </div>
      {sending.error instanceof MixedFilesError ? (
        <p role="alert">{sending.error.message}</p>
      ) : (
        sending.error && <FailureNotice error={sending.error} />
      )}
    </>
  );
}
