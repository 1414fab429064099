// One case in the list: how bad, who, the first words, how far it may go, how much time is left,
// who has it.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { dueOf, formatSpan } from '../clock';
import { kindOf, isOpen, type Case } from '../model';
import { safeLang } from '../links';
import { useDesk, useServerNow, useWords } from './context';
import { SpreadLine } from './forecast';
import { Severity, Sign } from './symbols';

export function Who({ c }: { c: Case }): JSX.Element {
  const { t, compact } = useWords();
  return (
    <span class="who">
      {c.author_handle ? (
        <bdi class="handle">@{c.author_handle}</bdi>
      ) : (
        <span class="handle">{t('row.someone')}</span>
      )}
      {c.followers !== undefined && (
        <span class="followers">
          {t('row.followers', { n: c.followers, count: compact(c.followers) })}
        </span>
      )}
    </span>
  );
}

export function DueClock({ c }: { c: Case }): JSX.Element | null {
  const { t } = useWords();
  const now = useServerNow();
  if (!isOpen(c)) {
    const ended = Date.parse(c.settled_at ?? '');
    return Number.isNaN(ended) ? null : (
      <span class="due none">{t('due.ago', { span: formatSpan(now - ended) })}</span>
    );
  }
  const due = dueOf(c, now);
  const lease = Date.parse(c.lease_until ?? '');
  if (c.state === 'claimed' && lease > now)
    return (
      <span class="due held">
        <Sign name="clock" />
        {t('due.lease', { span: formatSpan(lease - now) })}
      </span>
    );
  if (due.kind === 'none') return null;
  return (
    <span class={`due ${due.kind}`}>
      <Sign name="clock" />
      {t(`due.${due.kind}`, { span: formatSpan(due.ms) })}
    </span>
  );
}

export function StateBadge({ c }: { c: Case }): JSX.Element {
  const { t, tryT } = useWords();
  const word =
    c.state === 'settled' && c.outcome ? tryT(`outcome.${c.outcome}`) : tryT(`state.${c.state}`);
  return (
    <span class={`state state-${c.outcome && !isOpen(c) ? c.outcome : c.state}`}>
      {c.outcome === 'momentum' && <Sign name="leaf" />}
      {word ?? t('state.new')}
    </span>
  );
}

export function Holder({ c }: { c: Case }): JSX.Element | null {
  const {
    words: { t },
    actor,
  } = useDesk();
  if (!c.assignee) return null;
  const mine = c.assignee === actor;
  return (
    <span class={mine ? 'holder mine' : 'holder'}>
      <Sign name="hand" />
      {!isOpen(c) ? (
        <bdi>{c.assignee}</bdi>
      ) : mine ? (
        t('row.youHave')
      ) : (
        t('row.has', { name: c.assignee })
      )}
    </span>
  );
}

function Chips({ c }: { c: Case }): JSX.Element {
  const { t, tryT, term, kind } = useWords();
  const source = kindOf(c);
  return (
    <span class="chips">
      {c.standing && <span class="chip standing">{tryT(`standing.${c.standing}`)}</span>}
      {c.storm && (
        <span class="chip storm">
          <Sign name="storm" />
          {t('row.inStorm')}
        </span>
      )}
      {c.recovery && (
        <span class="chip recovered">
          <Sign name="leaf" />
          {t('row.recovered')}
        </span>
      )}
      {(c.aspects ?? []).map((aspect) => (
        <span key={aspect} class="chip">
          {term(aspect)}
        </span>
      ))}
      {(c.mentions?.length ?? 0) > 1 && (
        <span class="plain">{t('row.posts', { n: c.mentions!.length })}</span>
      )}
      {(c.passed_on ?? 0) > 0 && (
        <span class="plain">{t('row.passedOn', { n: c.passed_on! })}</span>
      )}
      {source && <span class="plain">{kind(source)}</span>}
    </span>
  );
}

interface RowProps {
  c: Case;
  selected: boolean;
  current: boolean; // its page is open
  arrives: boolean; // it came into a list that was on the page already
  onSelect(): void;
}

export function Row({ c, selected, current, arrives, onSelect }: RowProps): JSX.Element {
  const { t, percent, tryT } = useWords();
  const [arrived] = useState(arrives); // once: the next event must not cut it short
  const spread = c.spread;
  const why = (c.why_critical ?? [])
    .map((reason) => tryT(`critical.${reason}`))
    .filter(Boolean)
    .join(', ');
  const names = [
    'row',
    c.critical && isOpen(c) && 'critical',
    selected && 'selected',
    current && 'current',
    arrived && 'arrived',
    !isOpen(c) && 'closed',
    c.recovery && 'good',
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <li class={names} data-case={c.id}>
      <div class="row-how">
        <Severity level={c.severity} />
        {c.critical && isOpen(c) && (
          <span class="critical-word" title={why}>
            {t('critical.word')}
            <span class="unseen">: {why}</span>
          </span>
        )}
      </div>
      <div class="row-what">
        <Who c={c} />
        <a
          class="row-link"
          href={`#/case/${encodeURIComponent(c.id)}`}
          aria-current={current ? 'true' : undefined}
          onFocus={onSelect}
        >
          <span lang={safeLang(c.lang)} dir="auto" class="words">
            {c.summary ?? c.id}
          </span>
        </a>
        <Chips c={c} />
      </div>
      {spread && (
        <div
          class="row-far"
          title={t('row.forecast', { ...spreadParams(spread), p: percent(spread.p15) })}
        >
          <span class="p15">{t('row.p15', { p: percent(spread.p15) })}</span>
          <SpreadLine spread={spread} />
          <span class="median-words">{t('row.median', spreadParams(spread))}</span>
        </div>
      )}
      <div class="row-state">
        <StateBadge c={c} />
      </div>
      <div class="row-clock">
        <DueClock c={c} />
        <Holder c={c} />
      </div>
    </li>
  );
}

const spreadParams = ({ median, low, high }: { median: number; low: number; high: number }) => ({
  median,
  low,
  high,
});
