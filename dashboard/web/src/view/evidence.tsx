// The customer's words with the evidence marked in them, and the list of what fired. Text from
// outside only ever becomes text nodes. What speaks for a complaint and what speaks against it
// differ in the shape of the underline too.
import type { JSX } from 'preact';
import type { Assessment, Mention, Part, Signal } from '../model';
import { cut, wordsOf } from '../spans';
import { safeLang, safeUrl } from '../links';
import { formatTime } from '../clock';
import { useDesk, useServerNow, useWords } from './context';
import { Sign } from './symbols';

const weightOf = (signal: Signal | undefined): number => signal?.weight ?? 0;

// 1 slight, 2 clear, 3 strong: how deep the colour is.
export function heat(weight: number): 1 | 2 | 3 {
  const strength = Math.abs(weight);
  return strength >= 1.5 ? 3 : strength >= 0.7 ? 2 : 1;
}

interface MarkedProps {
  text: string;
  part: Part;
  signals: readonly Signal[];
  lit: number | null; // the signal that is pointed at
}

export function Marked({ text, part, signals, lit }: MarkedProps): JSX.Element {
  return (
    <>
      {cut(text, part, signals).map((piece, i) => {
        const strongest = signals[piece.signals[0] ?? -1];
        if (!strongest) return piece.text;
        const side = weightOf(strongest) < 0 ? 'against' : 'for';
        const pointed = lit !== null && piece.signals.includes(lit);
        return (
          <mark key={i} class={`${side} heat-${heat(weightOf(strongest))}${pointed ? ' lit' : ''}`}>
            {piece.text}
          </mark>
        );
      })}
    </>
  );
}

interface WordsProps {
  mention: Mention;
  signals: readonly Signal[];
  lit: number | null;
  recovery: boolean;
}

export function Quote({ mention, signals, lit, recovery }: WordsProps): JSX.Element {
  const {
    words: { t, lang, kind },
    clock,
  } = useDesk();
  const now = useServerNow();
  const url = safeUrl(mention.url);
  const counts = mention.counts ?? {};
  const facts = [
    counts.shares !== undefined && t('case.shares', { n: counts.shares }),
    counts.likes !== undefined && t('case.likes', { n: counts.likes }),
    counts.replies !== undefined && t('case.replies', { n: counts.replies }),
    mention.rating !== undefined && t('case.rating', { n: mention.rating }),
    mention.place,
  ].filter((fact): fact is string => typeof fact === 'string');
  return (
    <figure class={recovery ? 'quote recovery' : 'quote'}>
      {recovery && (
        <p class="recovery-head">
          <Sign name="leaf" />
          <b>{t('recovery.title')}</b> <span>{t('recovery.text')}</span>
        </p>
      )}
      <blockquote lang={safeLang(mention.lang)} dir="auto" data-testid="words">
        {mention.title && (
          <p class="quote-title">
            <Marked text={mention.title} part="title" signals={signals} lit={lit} />
          </p>
        )}
        {mention.text && (
          <p>
            <Marked text={mention.text} part="text" signals={signals} lit={lit} />
          </p>
        )}
      </blockquote>
      <figcaption>
        {mention.deleted && <b>{t('case.deleted')} </b>}
        <span>{mention.kind ? kind(mention.kind) : ''}</span>
        {mention.posted_at && (
          <time dateTime={mention.posted_at}>
            {t('case.posted', {
              time: formatTime(mention.posted_at, lang, now, clock.zone),
            })}
          </time>
        )}
        {facts.map((fact) => (
          <bdi key={fact}>{fact}</bdi>
        ))}
        {url && (
          <a href={url} target="_blank" rel="noopener noreferrer nofollow">
            {t('case.open')}
            <Sign name="out" />
          </a>
        )}
      </figcaption>
    </figure>
  );
}

interface SignalsProps {
  mention: Mention;
  assessment: Assessment;
  lit: number | null;
  setLit(index: number | null): void;
}

// Bars start in the middle: to the right what speaks for a complaint, to the left what speaks
// against it.
function Bar({ weight, largest }: { weight: number; largest: number }): JSX.Element {
  const length = Math.max(2, (Math.abs(weight) / largest) * 48);
  return (
    <svg
      class={`bar heat-${heat(weight)} ${weight < 0 ? 'against' : 'for'}`}
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="middle" d="M50 0V10" />
      <rect x={weight < 0 ? 50 - length : 50} y={2} width={length} height={6} rx={1.5} />
    </svg>
  );
}

export function Signals({ mention, assessment, lit, setLit }: SignalsProps): JSX.Element {
  const { t, weight: written } = useWords();
  const signals = assessment.signals ?? [];
  const texts = { title: mention.title ?? '', text: mention.text ?? '' };
  const largest = Math.max(1, ...signals.map((signal) => Math.abs(weightOf(signal))));
  if (signals.length === 0) return <p class="quiet">{t('case.noSignals')}</p>;
  return (
    <ul class="signals" aria-label={t('why.bars')}>
      {signals.map((signal, i) => {
        const weight = weightOf(signal);
        const side = weight < 0 ? t('why.against') : t('why.for');
        return (
          <li key={signal.rule}>
            <button
              type="button"
              class={lit === i ? 'signal lit' : 'signal'}
              aria-pressed={lit === i}
              onMouseEnter={() => setLit(i)}
              onMouseLeave={() => setLit(null)}
              onFocus={() => setLit(i)}
              onBlur={() => setLit(null)}
            >
              <span class="signal-words">
                {wordsOf(signal, texts).map((exact) => (
                  <q key={exact} lang={safeLang(mention.lang)} dir="auto">
                    {exact}
                  </q>
                ))}
                <code>{signal.rule}</code>
              </span>
              <Bar weight={weight} largest={largest} />
              <span class="signal-weight">
                {written(weight)}
                <span class="unseen"> {side}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
