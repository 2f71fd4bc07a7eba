import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from './controls';
import styles from './file-drop.module.css';

interface FileDropProps {
  /** Of the input, for those who do not see it. */
  label: string;
  isBusy: boolean;
  onFiles: (files: File[]) => void;
  /** What stands above the button. */
  children: ReactNode;
}

/** A place to drop files, with a button that chooses them. */
export function FileDrop({ label, isBusy, onFiles, children }: FileDropProps) {
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (list: FileList | null) => list && list.length > 0 && onFiles([...list]);
  const over = (event: DragEvent, state: boolean) => {
    event.preventDefault();
    setIsOver(state);
  };
  return (
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
      {children}
      <Button look="primary" disabled={isBusy} onClick={() => input.current?.click()}>
        Choose files
      </Button>
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={label}
        onChange={({ target }) => {
          take(target.files);
          // The same file can be chosen once more.
          target.value = '';
        }}
      />
    </div>
  );
}
