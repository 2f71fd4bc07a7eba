import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { controls, Panel } from '../design/controls';
import { FileDrop } from '../design/file-drop';
import { submitLightCurve } from '../session/submit-files';
import { FailureNotice } from '../shell/failure-notice';

interface RowCurveProps {
  name: string;
  /** [d]; the fold that the page of the curve opens with */
  period?: number;
}

/** The light curve of a row: dropped here, it is searched, and its page opens folded at the period of the row. */
export function RowCurve({ name, period }: RowCurveProps) {
  const [, navigate] = useLocation();
  const sending = useMutation({
    mutationFn: (files: File[]) => submitLightCurve(files, name),
    onSuccess: (href) => navigate(period === undefined ? href : `${href}?period=${period}`),
  });
  return (
    <Panel title="Light curve">
      <FileDrop label={`Light curves of ${name}`} isBusy={sending.isPending} onFiles={(files) => sending.mutate(files)}>
        <p className={controls.muted}>
          {sending.isPending
            ? 'Sending'
            : `Drop the light curves of ${name}: they are searched, and shown folded at the period of this row`}
        </p>
      </FileDrop>
      {sending.error && <FailureNotice error={sending.error} />}
    </Panel>
  );
}
