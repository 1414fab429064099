// The bitácora of a case in human words, between the moments of its customer that are no posts, and
// who was told through which channel.
import type { JSX } from 'preact';
import type { CustomerEvent, Delivery, JournalEntry } from '../model';
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

interface Moment {
  key: string;
  at: string;
  tone: string;
  sentence: string;
  numbers: string | null; // or what is known beside the sentence
  note: string | undefined;
}

const momentOfEntry = (entry: JournalEntry, words: Words): Moment => ({
  key: `entry ${entry.seq}`,
  at: entry.at,
  tone: toneOf(entry.action),
  sentence: sentenceOf(entry, words),
  numbers: numbersOf(entry, words),
  note: entry.note,
});

const momentOfEvent = (event: CustomerEvent, { tryT, term }: Words): Moment => ({
  key: `event ${event.id}`,
  at: event.at,
  tone: 'event',
  sentence: tryT(`event.${event.event}`) ?? event.event,
  numbers:
    Object.entries(event.facets ?? {})
      .map(([name, value]) => `${term(name)}: ${value}`)
      .join(' · ') || null,
  note: event.text,
});

// Journal entries keep their order, also where the clock was set back between them: an event comes
// before the first entry that is later.
function momentsOf(
  journal: readonly JournalEntry[],
  events: readonly CustomerEvent[],
  words: Words,
): Moment[] {
  const waiting = events.map((event) => momentOfEvent(event, words));
  const moments: Moment[] = [];
  for (const entry of journal) {
    while (waiting[0] && Date.parse(waiting[0].at) < Date.parse(entry.at))
      moments.push(waiting.shift()!);
    moments.push(momentOfEntry(entry, words));
  }
  return [...moments, ...waiting];
}

export function Timeline({
  journal,
  events = [],
}: {
  journal: readonly JournalEntry[];
  events?: readonly CustomerEvent[];
}): JSX.Element {
  const { words, clock } = useDesk();
  const now = useServerNow();
  return (
    <ol class="timeline" data-testid="timeline">
      {momentsOf(journal, events, words).map(({ key, at, tone, sentence, numbers, note }) => (
        <li key={key} class={tone}>
          <time dateTime={at}>{formatTime(at, words.lang, now, clock.zone)}</time>
          <div>
            <p>{sentence}</p>
            {numbers && (
              <p class="quiet" dir="auto">
                {numbers}
              </p>
            )}
            {note && (
              <p class="note" dir="auto">
                {note}
              </p>
            )}
          </div>
        </li>
      ))}
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
