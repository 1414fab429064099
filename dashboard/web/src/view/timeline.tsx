// The bitácora of a case in human words, and who was told through which channel.
import type { JSX } from 'preact';
import type { Delivery, JournalEntry } from '../model';
import type { Words } from '../i18n';
import { formatTime } from '../clock';
import { useDesk, useServerNow, useWords } from './context';

type Detail = Record<string, unknown>;

export function readDetail(detail: string | undefined): Detail {
  try {
    const value: unknown = JSON.parse(detail ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Detail) : {};
  } catch {
    return {};
  }
}

// One sentence; an action that this page does not know yet is shown by its name.
export function sentenceOf(entry: JournalEntry, { t, tryT }: Words): string {
  const detail = readDetail(entry.detail);
  const outcome = tryT(`outcome.${String(detail.outcome ?? '')}`) ?? '';
  const n = typeof detail.shares === 'number' ? detail.shares : 0;
  return (
    tryT(`journal.${entry.action}`, { name: entry.actor || t('row.someone'), outcome, n }) ??
    entry.action
  );
}

function numbersOf(entry: JournalEntry, { t, percent, number }: Words): string | null {
  const { complaint, severity, p15 } = readDetail(entry.detail);
  const telling = ['case.opened', 'case.worse', 'case.grew', 'case.reopened'].includes(
    entry.action,
  );
  if (!telling || typeof complaint !== 'number' || typeof severity !== 'number') return null;
  return t('journal.numbers', {
    complaint: percent(complaint),
    severity: number(severity),
    p15: percent(typeof p15 === 'number' ? p15 : 0),
  });
}

const toneOf = (action: string): string => {
  const last = action.split('.').at(-1) ?? '';
  if (['opened', 'worse', 'reopened', 'overdue', 'joined_storm'].includes(last)) return 'bad';
  if (['recovered', 'settled'].includes(last)) return 'good';
  return ['claimed', 'contacted', 'released', 'dismissed'].includes(last) ? 'human' : 'plain';
};

export function Timeline({ journal }: { journal: readonly JournalEntry[] }): JSX.Element {
  const { words, clock } = useDesk();
  const now = useServerNow();
  return (
    <ol class="timeline" data-testid="timeline">
      {journal.map((entry) => {
        const numbers = numbersOf(entry, words);
        return (
          <li key={entry.seq} class={toneOf(entry.action)}>
            <time dateTime={entry.at}>{formatTime(entry.at, words.lang, now, clock.zone)}</time>
            <div>
              <p>{sentenceOf(entry, words)}</p>
              {numbers && <p class="quiet">{numbers}</p>}
              {entry.note && (
                <p class="note" dir="auto">
                  {entry.note}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

// A channel that was told twice of one thing is listed twice: that is what happened.
export function Told({ deliveries }: { deliveries: readonly Delivery[] }): JSX.Element {
  const { clock } = useDesk();
  const { t, tryT, lang } = useWords();
  const now = useServerNow();
  if (deliveries.length === 0) return <p class="quiet">{t('case.notTold')}</p>;
  return (
    <ul class="told">
      {deliveries.map((d, i) => (
        <li key={i}>
          <time dateTime={d.at}>{formatTime(d.at, lang, now, clock.zone)}</time>
          <b>
            <bdi>{d.channel}</bdi>
          </b>
          <span>{tryT(`told.${d.why}`) ?? d.why}</span>
          <span class={`delivery ${d.state}`}>
            {tryT(`delivery.${d.state}`) ?? d.state}
            {d.reason && <> · {tryT(`reason.${d.reason}`) ?? d.reason}</>}
            {(d.attempts ?? 0) > 1 && <> · {t('delivery.attempts', { n: d.attempts! })}</>}
          </span>
        </li>
      ))}
    </ul>
  );
}
