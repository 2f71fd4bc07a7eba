import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';
import { meaningOf } from './glossary';
import styles from './term.module.css';

/** A word of the field with its meaning on hover and on focus. @param fallback the meaning where the glossary has none */
export function Term({ name, fallback, children }: { name: string; fallback?: string; children: ReactNode }) {
  const meaning = meaningOf(name) ?? fallback;
  if (!meaning) return children;
  return (
    <Tooltip.Root>
      <Tooltip.Trigger className={styles.term} delay={250}>
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className={styles.positioner}>
          <Tooltip.Popup className={styles.popup}>{meaning}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
