// The shapes: the fruit, the four severities, and a few signs. Severity is told by word, shape and
// colour together, so each shape differs in outline from the others.
import type { JSX } from 'preact';
import { useWords } from './context';
import type { Key } from '../i18n/en';

export function Quince(): JSX.Element {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
      <path
        class="logo-fruit"
        d="M16 8.4c-2.5 0-3.5 1.7-5.3 2.7C7 13.1 4.4 15.7 4.4 19.8c0 5.7 4.5 9.7 8.5 9.7 1.5 0
        2.1-.7 3.1-.7s1.6.7 3.1.7c4 0 8.5-4 8.5-9.7 0-4.1-2.6-6.7-6.3-8.7-1.8-1-2.8-2.7-5.3-2.7z"
      />
      <path class="logo-light" d="M9.3 16.2c-1.5 1.5-2 3.3-1.7 5.5" />
      <path class="logo-stem" d="M16 8.6c-.1-2.1.2-3.9 1.3-5.6" />
      <path class="logo-leaf" d="M17.3 7.2c.9-3.7 4.6-5.6 9-4.9-.5 4.2-4.3 6.9-9 4.9z" />
    </svg>
  );
}

const shapes: Record<number, JSX.Element> = {
  0: <path d="M3 8h10" class="line" />,
  1: <circle cx="8" cy="8" r="5" class="ring" />,
  2: <path d="M8 1.5 14.5 8 8 14.5 1.5 8z" />,
  3: <path d="M8 1.3 15.2 14H.8z" />,
  4: <path d="M5.2.8h5.6l4.4 4.4v5.6l-4.4 4.4H5.2L.8 10.8V5.2z" />,
};
const bang = <path d="M8 4v5M8 11.3v.4" class="bang" />;

export const severityOf = (severity: number | undefined): number =>
  Math.min(4, Math.max(0, Math.trunc(severity ?? 0)));

export function Severity({
  level,
  quiet,
}: {
  level: number | undefined;
  quiet?: boolean;
}): JSX.Element {
  const { t } = useWords();
  const n = severityOf(level);
  const word = t(`severity.${n}` as Key);
  return (
    <span class={`severity severity-${n}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {shapes[n]}
        {n === 4 && bang}
      </svg>
      {quiet ? null : <span aria-hidden="true">{word}</span>}
      <span class="unseen">{t('severity.label', { n, word })}</span>
    </span>
  );
}

const signs = {
  storm: (
    <path d="M4.5 10.5a3 3 0 0 1-.3-6A4 4 0 0 1 12 5a2.8 2.8 0 0 1-.3 5.5M8.5 8 6.5 11.5h2.5L7.5 15" />
  ),
  leaf: <path d="M2.5 13.5C2 6.5 6 2.5 13.5 2.5c.3 7-3 11-9 10M2.5 13.5 9 7" />,
  out: <path d="M6 3H3v10h10v-3M9 3h4v4M13 3 7 9" />,
  back: <path d="M9.5 3 4.5 8l5 5" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.5V8l2.5 1.5" />
    </>
  ),
  hand: (
    <>
      <circle cx="8" cy="5" r="2.7" />
      <path d="M2.5 14c.5-3.3 2.5-5 5.5-5s5 1.7 5.5 5" />
    </>
  ),
  up: <path d="M8 13V3M4 7l4-4 4 4" />,
  help: <path d="M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.7M8 12.3v.2" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  play: <path d="M5 3.5 12 8l-7 4.5z" />,
};

export function Sign({ name }: { name: keyof typeof signs }): JSX.Element {
  return (
    <svg class="sign" viewBox="0 0 16 16" aria-hidden="true">
      {signs[name]}
    </svg>
  );
}
