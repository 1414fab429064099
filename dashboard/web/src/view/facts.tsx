// The short facts of a case: what it was judged to be, and whose it is until when.
import type { JSX } from 'preact';
import { formatSpan, formatTime } from '../clock';
import { isOpen, type Case } from '../model';
import { useDesk, useServerNow, useWords } from './context';
import { DueClock } from './row';

function FactList({
  rows,
}: {
  rows: readonly [string, string | JSX.Element | null][];
}): JSX.Element {
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

export function Facts({ c }: { c: Case }): JSX.Element {
  const { t, percent, term } = useWords();
  const rows: [string, string | null][] = [
    [t('why.complaint'), c.complaint === undefined ? null : percent(c.complaint)],
    [t('why.severe'), c.severe === undefined ? null : percent(c.severe)],
    [t('why.aspects'), c.aspects?.map((aspect) => term(aspect)).join(', ') || null],
    [t('why.stage'), c.stage ? term(c.stage) : null],
    [t('why.truth'), c.truth ? term(c.truth, 'truth') : null],
    [t('why.hard'), c.hard_moment ? term(c.hard_moment, 'hard') : null],
  ];
  return <FactList rows={rows} />;
}

export function Clock({ c }: { c: Case }): JSX.Element {
  const {
    words: { t, lang, number },
    clock,
  } = useDesk();
  const now = useServerNow();
  const lease = Date.parse(c.lease_until ?? '');
  return (
    <FactList
      rows={[
        [
          t('clock.due'),
          isOpen(c) ? (
            c.due_at ? (
              <DueClock c={{ ...c, lease_until: '' }} />
            ) : (
              t('clock.noDue')
            )
          ) : null,
        ],
        [t('clock.hands'), c.assignee ? <bdi>{c.assignee}</bdi> : t('clock.nobody')],
        [t('clock.lease'), lease > now ? t('clock.left', { span: formatSpan(lease - now) }) : null],
        [t('clock.opened'), formatTime(c.opened_at, lang, now, clock.zone) || null],
        [t('clock.settled'), formatTime(c.settled_at, lang, now, clock.zone) || null],
        [t('clock.team'), c.team ? <bdi>{c.team}</bdi> : null],
        [
          t('clock.followers'),
          c.followers === undefined ? t('clock.unknown') : number(c.followers),
        ],
        [t('clock.priority'), c.priority === undefined ? null : number(c.priority)],
      ]}
    />
  );
}
