import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { controls } from '../design/controls';
import { FileDrop } from '../design/file-drop';
import { MixedFilesError, submitFiles } from '../session/submit-files';
import { FailureNotice } from '../shell/failure-notice';
import styles from './home.module.css';

/** One place for every file: a table of candidates or the light curves of a star; the page detects which it is. */
export function DropZone() {
  const [, navigate] = useLocation();
  const sending = useMutation({ mutationFn: submitFiles, onSuccess: (href) => navigate(href) });
  return (
    <>
      <FileDrop label="Files to vet" isBusy={sending.isPending} onFiles={(files) => sending.mutate(files)}>
        <svg
          className={styles.dip}
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
          <strong className={styles.invitation}>
            {sending.isPending ? 'Sending' : 'Drop a table of candidates, or the light curves of one star'}
          </strong>
        </p>
        <p className={controls.muted}>
          KOI, TOI, K2, ExoFOP and TCE tables as CSV, IPAC, ECSV or VOTable · Kepler, K2 and TESS light curves as FITS
          or text · gzip of any
        </p>
      </FileDrop>
      {sending.error instanceof MixedFilesError ? (
        <p role="alert">{sending.error.message}</p>
      ) : (
        sending.error && <FailureNotice error={sending.error} />
      )}
    </>
  );
}
