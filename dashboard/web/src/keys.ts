// Single keys move through the desk. They never act while somebody writes, while a dialog is open,
// with a modifier held, or when they are switched off in the help (WCAG 2.2, 2.1.4). Enter is the
// link's own.
import { settings } from './settings';

export interface KeyActions {
  move(step: 1 | -1): void;
  claim(): void;
  showNew(): void;
  help(): void;
  back(): void;
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable="true"]') !== null;

export function onKeys(actions: KeyActions): () => void {
  const press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target) || document.querySelector('dialog[open]')) return;
    if (event.key === 'Escape') return actions.back();
    if (!settings.keys()) return undefined;
    const action = {
      j: () => actions.move(1),
      k: () => actions.move(-1),
      c: actions.claim,
      n: actions.showNew,
      '?': actions.help,
    }[event.key];
    if (!action) return undefined;
    event.preventDefault();
    return action();
  };
  document.addEventListener('keydown', press);
  return () => document.removeEventListener('keydown', press);
}
