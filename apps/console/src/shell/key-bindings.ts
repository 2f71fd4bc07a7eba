import { useEffect, useRef } from 'react';
import { tinykeys } from 'tinykeys';

/** All keys of the console, for the list that `?` opens. Each also has a visible button on its page. */
export const KEYS = [
  ['j  k', 'Next, previous row or detection'],
  ['1 – 7', 'Vote: planet candidate, false positive, false alarm, eclipsing binary, variable, instrument, unsure'],
  ['u', 'Undo the last vote'],
  ['c', 'Comment'],
  ['[  ]', 'Half and double the period'],
  [',  .', 'Nudge the period'],
  ['o', 'Show odd and even transits separately'],
  ['e', 'Open the row; on its page, explain the answer'],
  ['/', 'Search by name'],
  ['f', 'Filter'],
  ['?', 'This list'],
] as const;

const isTextField = ({ target }: Event): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.tagName === 'TEXTAREA' ||
    target.tagName === 'SELECT' ||
    (target instanceof HTMLInputElement && !['range', 'checkbox', 'radio', 'button'].includes(target.type)));

/** Binds keys while a component is shown. They are off in text fields and while a dialog is open. */
export function useKeys(bindings: Record<string, (event: KeyboardEvent) => void>): void {
  const current = useRef(bindings);
  useEffect(() => {
    current.current = bindings;
  });
  const names = Object.keys(bindings).join(' | ');
  useEffect(() => {
    const handlers = Object.fromEntries(
      names.split(' | ').map((name) => [
        name,
        (event: KeyboardEvent) => {
          if (isTextField(event) || document.querySelector('[role="dialog"]')) return;
          event.preventDefault();
          current.current[name]?.(event);
        },
      ]),
    );
    return tinykeys(window, handlers);
  }, [names]);
}
