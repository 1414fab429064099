// The live list. New cases slide in while nobody is busy with it; once somebody scrolled, selected
// a row, points at one or paused, rows stay where they are and what is new waits behind a button.
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Case, Storm } from '../model';
import { layOut, type Filter, type State, type Tab } from '../store';
import { formatTime } from '../clock';
import { useDesk, useServerNow, useWords } from './context';
import { Row } from './row';
import { Sign } from './symbols';

const pointingMs = 4_000; // a pointer that moved so lately is about to click

export function StormBanner({ storm, active }: { storm: Storm; active: boolean }): JSX.Element {
  const {
    words: { t, term, lang },
    clock,
  } = useDesk();
  const now = useServerNow();
  const since = formatTime(storm.closed_at ?? storm.opened_at, lang, now, clock.zone);
  return (
    <aside class="storm-banner" aria-label={t('row.inStorm')}>
      <Sign name="storm" />
      <p>
        <b>{t('storm.title', { n: storm.case_count ?? 0, aspect: term(storm.aspect ?? '') })}</b>
        <span>{t(storm.closed_at ? 'storm.over' : 'storm.since', { time: since })}</span>
      </p>
      {active ? (
        <a class="button" href="#/">
          {t('list.allCases')}
        </a>
      ) : (
        <a class="button" href={`#/storm/${encodeURIComponent(storm.id)}`}>
          {t('storm.show')}
        </a>
      )}
    </aside>
  );
}

function Empty({ tab }: { tab: Tab }): JSX.Element {
  const {
    words: { t },
    actor,
    askName,
  } = useDesk();
  const nameless = tab === 'mine' && actor === '';
  return (
    <div class="empty">
      <svg viewBox="0 0 64 40" aria-hidden="true">
        <path d="M4 36C14 14 26 30 34 20S50 6 60 10" />
        <circle cx="60" cy="10" r="3" />
      </svg>
      <h3>{t(`empty.${tab}.title`)}</h3>
      <p>{nameless ? t('empty.noName.text') : t(`empty.${tab}.text`)}</p>
      {nameless && (
        <button type="button" class="button" onClick={() => askName()}>
          {t('app.yourName')}
        </button>
      )}
    </div>
  );
}

const tabs: readonly Tab[] = ['open', 'mine', 'critical', 'settled'];

export interface ListProps {
  state: State;
  filter: Filter;
  counts: Record<Tab, number>;
  openId: string | undefined;
  selected: string | null;
  paused: boolean;
  select(id: string | null): void;
  setTab(tab: Tab): void;
  setPaused(paused: boolean): void;
  loadMore(): void;
  rowsRef: { current: readonly string[]; showNew(): void };
}

export function List(props: ListProps): JSX.Element {
  const { state, filter, openId, selected, paused } = props;
  const { t, term } = useWords();
  const top = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(false);
  const [pointing, setPointing] = useState(false);
  const pointer = useRef(0);
  const before = useRef<{ key: string; rows: readonly string[] }>({ key: '', rows: [] });
  const [, redraw] = useState(0);

  useEffect(() => {
    const look = (): void =>
      setScrolled(
        (top.current?.getBoundingClientRect().top ?? 0) < -24 ||
          (document.querySelector('.list-scroll')?.scrollTop ?? 0) > 24,
      );
    window.addEventListener('scroll', look, { passive: true, capture: true });
    return () => window.removeEventListener('scroll', look, { capture: true });
  }, []);
  useEffect(() => () => window.clearTimeout(pointer.current), []);

  const key = `${filter.tab} ${filter.storm ?? ''} ${filter.tab === 'mine' ? filter.actor : ''}`;
  const same = before.current.key === key;
  const held =
    same && (paused || scrolled || pointing || selected !== null || openId !== undefined);
  const { rows, waiting } = layOut(same ? before.current.rows : [], state.cases, filter, held);
  const known = same && before.current.rows.length > 0 ? new Set(before.current.rows) : null;
  useLayoutEffect(() => {
    before.current = { key, rows };
    props.rowsRef.current = rows;
  });
  const showNew = (): void => {
    before.current = { key: '', rows: [] };
    props.select(null);
    window.scrollTo({ top: 0 });
    document.querySelector('.list-scroll')?.scrollTo({ top: 0 });
    redraw((n) => n + 1);
  };
  props.rowsRef.showNew = showNew;

  const onPointer = (): void => {
    setPointing(true);
    window.clearTimeout(pointer.current);
    pointer.current = window.setTimeout(() => setPointing(false), pointingMs);
  };
  const storm = filter.storm === undefined ? undefined : state.storms.get(filter.storm);
  const storms = storm ? [storm] : [...state.storms.values()].filter((s) => !s.closed_at);
  const more = filter.tab === 'settled' ? state.next.settled : state.next.open;
  const loaded = filter.tab === 'settled' ? state.loaded.settled : state.loaded.open;

  return (
    <section class="list" aria-labelledby="list-title">
      <div ref={top} />
      {waiting.length > 0 && (
        <div class="new-wait">
          <button type="button" class="show-new" data-testid="show-new" onClick={showNew}>
            <Sign name="up" />
            {t('list.new', { n: waiting.length })}
          </button>
        </div>
      )}
      <div class="list-head">
        <h2 id="list-title">
          {storm ? t('list.onlyStorm', { aspect: term(storm.aspect ?? '') }) : t('list.title')}
        </h2>
        <nav class="tabs" aria-label={t('tab.label')}>
          {tabs.map((tab) => (
            <button
              key={tab}
              type="button"
              aria-pressed={filter.storm === undefined && filter.tab === tab}
              onClick={() => props.setTab(tab)}
            >
              {t(`tab.${tab}`)}
              <span class="tab-count">{props.counts[tab]}</span>
            </button>
          ))}
        </nav>
        <button
          type="button"
          class={paused ? 'pause on' : 'pause'}
          onClick={() => props.setPaused(!paused)}
          title={paused ? t('live.paused') : undefined}
        >
          <Sign name={paused ? 'play' : 'pause'} />
          <span>{t(paused ? 'live.resume' : 'live.pause')}</span>
        </button>
      </div>
      {storms.map((s) => (
        <StormBanner key={s.id} storm={s} active={filter.storm === s.id} />
      ))}
      {rows.length > 0 ? (
        <ul class="rows" onPointerMove={onPointer} data-testid="rows">
          {rows.map((id) => {
            const c: Case = state.cases.get(id)!;
            return (
              <Row
                key={id}
                c={c}
                selected={selected === id}
                current={openId === id}
                arrives={known !== null && !known.has(id)}
                onSelect={() => props.select(id)}
              />
            );
          })}
        </ul>
      ) : loaded ? (
        <Empty tab={filter.tab} />
      ) : (
        <p class="quiet loading">{t('list.loading')}</p>
      )}
      {more !== undefined && (
        <p class="more">
          <button type="button" class="button" onClick={props.loadMore}>
            {t('list.more')}
          </button>
        </p>
      )}
      <Announce n={waiting.length} />
    </section>
  );
}

// Tells a screen reader what waits, without words for every single case.
function Announce({ n }: { n: number }): JSX.Element {
  const { t } = useWords();
  const [said, say] = useState(0);
  useEffect(() => {
    const timer = window.setTimeout(() => say(n), 1500);
    return () => window.clearTimeout(timer);
  }, [n]);
  return (
    <p class="unseen" role="status">
      {said > 0 ? t('list.arrived', { n: said }) : ''}
    </p>
  );
}
