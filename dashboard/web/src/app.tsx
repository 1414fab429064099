// The desk: header, list, the page of a case, and the machine behind them. Addresses are #/,
// #/case/<id> and #/storm/<id>; those of cases stand in the notices that the channels carry.
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { act as sendAction, loadCase, Problem } from './api';
import { chooseLang, wordsIn, type Lang } from './i18n';
import { goLive, type Live } from './live';
import { isOpen, type Case } from './model';
import { settings } from './settings';
import {
  belongs,
  initialState,
  reduce,
  type Event,
  type Filter,
  type State,
  type Tab,
} from './store';
import { CaseView } from './view/case';
import { DeskContext, type Desk } from './view/context';
import { HelpDialog, NameDialog } from './view/dialogs';
import { Header } from './view/header';
import { List } from './view/list';
import { Rail } from './view/rail';
import { onKeys } from './keys';

export interface Route {
  caseId?: string;
  stormId?: string;
}

export function readRoute(hash: string): Route {
  const match = /^#\/(case|storm)\/([^/?]+)$/.exec(hash);
  if (!match) return {};
  try {
    const id = decodeURIComponent(match[2]!);
    return match[1] === 'case' ? { caseId: id } : { stormId: id };
  } catch {
    return {};
  }
}

function useRoute(): Route {
  const [route, setRoute] = useState(() => readRoute(location.hash));
  useEffect(() => {
    const look = (): void => setRoute(readRoute(location.hash));
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
  return route;
}

function useLiveState(): [State, (event: Event) => void, { current: Live | null }] {
  const [state, dispatch] = useReducer(reduce, Date.now(), initialState);
  const latest = useRef(state);
  latest.current = state;
  const live = useRef<Live | null>(null);
  useEffect(() => {
    live.current = goLive(dispatch, () => latest.current);
    return () => live.current?.stop();
  }, []);
  return [state, dispatch, live];
}

// What went wrong with an action, in words for people.
async function explain(
  error: unknown,
  c: Case,
  desk: Desk,
  dispatch: (event: Event) => void,
): Promise<string> {
  const { t } = desk.words;
  if (!(error instanceof Problem) || error.status === 0) return t('act.unreachable');
  if (error.status !== 409) return t('act.failed', { detail: error.message });
  const now = await loadCase(c.id).catch(() => null);
  if (now) dispatch({ type: 'cases', cases: [now.case], wall: Date.now() });
  const holder = now?.case.assignee;
  return holder && holder !== desk.actor
    ? t('act.conflict', { name: holder })
    : t('act.failed', { detail: error.message });
}

export function App(): JSX.Element {
  const [state, dispatch, live] = useLiveState();
  const [lang, setLang] = useState<Lang>(() =>
    chooseLang(settings.lang(), navigator.languages ?? []),
  );
  const [actor, setActor] = useState(settings.actor());
  const [naming, setNaming] = useState<{
    then?: ((name: string | null) => void) | undefined;
  } | null>(null);
  const [helping, setHelping] = useState(false);
  const [tab, setTab] = useState<Tab>('open');
  // Keys may come faster than the page is drawn: what they move from is the latest selection, not
  // the one that is on the page.
  const [selected, setSelected] = useState<string | null>(null);
  const latest = useRef(selected);
  const select = useCallback((id: string | null): void => {
    latest.current = id;
    setSelected(id);
  }, []);
  const [paused, setPaused] = useState(false);
  const rows = useRef<{ current: readonly string[]; showNew(): void }>({
    current: [],
    showNew: () => undefined,
  });
  const route = useRoute();
  const words = useMemo(() => wordsIn(lang), [lang]);
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  useEffect(() => {
    const fresh = state.overview?.counts.fresh ?? 0;
    document.title = fresh > 0 ? `(${fresh}) quince` : 'quince';
  }, [state.overview]);
  useEffect(() => {
    if (route.caseId !== undefined) select(route.caseId);
  }, [route.caseId]);
  const settledWanted = tab === 'settled' || route.stormId !== undefined;
  useEffect(() => {
    if (settledWanted && !state.loaded.settled)
      live.current?.loadMore('settled').catch(() => undefined);
  }, [settledWanted, state.loaded.settled]);

  const desk: Desk = {
    words,
    clock: state.clock,
    actor,
    askName: (then) => setNaming({ then: then && ((name) => name !== null && then(name)) }),
    async act(c, verb, body = {}) {
      const name = actor || (await new Promise<string | null>((then) => setNaming({ then })));
      if (!name) return '';
      try {
        const after = await sendAction(c.id, verb, { actor: name, ...body });
        dispatch({ type: 'cases', cases: [after], wall: Date.now() });
        return null;
      } catch (error) {
        return explain(error, c, { ...desk, actor: name }, dispatch);
      }
    },
  };
  const closeNaming = (name: string | null): void => {
    if (name !== null) {
      settings.setActor(name);
      setActor(name);
    }
    naming?.then?.(name);
    setNaming(null);
  };

  const filter: Filter = { tab, storm: route.stormId, actor };
  const counts = useMemo(() => {
    const all = [...state.cases.values()];
    const count = (each: Tab): number => all.filter((c) => belongs(c, { tab: each, actor })).length;
    return {
      open: count('open'),
      mine: count('mine'),
      critical: count('critical'),
      settled: state.loaded.settled
        ? count('settled')
        : (state.overview?.counts.settled ?? count('settled')),
    };
  }, [state.cases, state.loaded.settled, state.overview, actor]);

  useEffect(() =>
    onKeys({
      move(step) {
        const ids = rows.current.current;
        const at = latest.current === null ? -1 : ids.indexOf(latest.current);
        const id = ids[Math.min(Math.max(at + step, 0), ids.length - 1)];
        if (id === undefined) return;
        select(id);
        const link = document.querySelector<HTMLElement>(
          `[data-case="${CSS.escape(id)}"] .row-link`,
        );
        link?.focus();
        link?.scrollIntoView({ block: 'nearest' });
      },
      claim() {
        const c = state.cases.get(route.caseId ?? latest.current ?? '');
        if (c && isOpen(c) && !c.assignee) void desk.act(c, 'claim');
      },
      showNew: () => rows.current.showNew(),
      help: () => setHelping(true),
      back() {
        if (route.caseId !== undefined || route.stormId !== undefined) location.hash = '#/';
        else {
          select(null);
          (document.activeElement as HTMLElement | null)?.blur();
        }
      },
    }),
  );

  const caseOpen = route.caseId !== undefined;
  return (
    <DeskContext.Provider value={desk}>
      <a
        class="skip"
        href="#cases"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>('.row-link')?.focus();
        }}
      >
        {words.t('app.skip')}
      </a>
      <Header
        state={state}
        help={() => setHelping(true)}
        setLang={(next) => {
          settings.setLang(next);
          setLang(next);
        }}
      />
      <main class={caseOpen ? 'desk with-case' : 'desk'} id="cases">
        <div class="list-scroll">
          <List
            state={state}
            filter={filter}
            counts={counts}
            openId={route.caseId}
            selected={selected}
            paused={paused}
            select={select}
            setPaused={setPaused}
            rowsRef={rows.current}
            setTab={(next) => {
              setTab(next);
              select(null);
              if (route.stormId !== undefined) location.hash = '#/';
            }}
            loadMore={() =>
              void live.current
                ?.loadMore(tab === 'settled' ? 'settled' : 'open')
                .catch(() => undefined)
            }
          />
        </div>
        {caseOpen && (
          <CaseView key={route.caseId} id={route.caseId!} live={state.cases.get(route.caseId!)} />
        )}
        {state.overview && !caseOpen && <Rail overview={state.overview} />}
      </main>
      {naming && <NameDialog name={actor} onDone={closeNaming} onClose={() => closeNaming(null)} />}
      {helping && <HelpDialog onClose={() => setHelping(false)} />}
    </DeskContext.Provider>
  );
}
