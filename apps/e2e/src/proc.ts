import { readFileSync } from 'node:fs';

/** A file about a process in Linux's /proc; nothing where the process has ended. */
export function procText(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
