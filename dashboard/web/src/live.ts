// Keeps the state up to date: one stream of server-sent events, lists read when it opens, and a
// question to the server when the stream has been silent, because an open stream with nobody at its
// end looks like a quiet one.
import { loadCases, loadOverview } from './api';
import { readCase, readOverview, readStorm, type Case } from './model';
import type { Event, State } from './store';

const askEveryMs = 5_000;
const retryMs = 3_000;
const gatherMs = 120; // a storm brings many cases at once; they are shown together

export interface Live {
  loadMore(list: 'open' | 'settled'): Promise<void>;
  stop(): void;
}

export function goLive(dispatch: (event: Event) => void, state: () => State): Live {
  let source: EventSource | null = null;
  let stopped = false;
  let retry = 0;
  let gathered: Case[] = [];
  let gathering = 0;
  const now = (): number => Date.now();

  function gather(c: Case): void {
    gathered.push(c);
    gathering ||= window.setTimeout(() => {
      dispatch({ type: 'cases', cases: gathered, wall: now() });
      gathered = [];
      gathering = 0;
    }, gatherMs);
  }

  async function reload(): Promise<void> {
    const since = state().events;
    const lists = state().loaded.settled ? (['open', 'settled'] as const) : (['open'] as const);
    for (const list of lists) {
      const page = await loadCases(list);
      dispatch({ type: 'list', list, cases: page.cases, next: page.next, since, wall: now() });
    }
  }

  async function ask(): Promise<void> {
    if (now() - state().provenAt < askEveryMs && state().overview) return;
    dispatch({ type: 'overview', overview: await loadOverview(), wall: now() });
    if (!state().loaded.open) await reload();
  }

  const quietly = (work: Promise<void>): void => {
    work.catch(() => undefined); // the link's state already says that the server cannot be reached
  };

  function connect(): void {
    if (stopped) return;
    const opened = new EventSource('/events');
    source = opened;
    opened.onopen = () => {
      dispatch({ type: 'link', link: 'live', wall: now() });
      quietly(reload());
    };
    opened.onerror = () => {
      dispatch({ type: 'link', link: 'lost', wall: now() });
      if (opened.readyState !== EventSource.CLOSED || stopped) return; // else the browser retries
      opened.close();
      retry = window.setTimeout(connect, retryMs);
    };
    const on = (name: string, take: (data: string) => void): void =>
      opened.addEventListener(name, (event) => take((event as MessageEvent<string>).data));
    on('case', (data) => {
      const c = readCase(data);
      if (c) gather(c);
    });
    on('storm', (data) => {
      const storm = readStorm(data);
      if (storm) dispatch({ type: 'storm', storm, wall: now() });
    });
    on('overview', (data) => {
      const overview = readOverview(data);
      if (overview) dispatch({ type: 'overview', overview, wall: now() });
    });
    on('reset', () => quietly(reload()));
  }

  connect();
  quietly(ask());
  const asking = window.setInterval(() => quietly(ask()), askEveryMs);
  return {
    async loadMore(list) {
      const page = await loadCases(list, state().next[list]);
      dispatch({ type: 'list', list, cases: page.cases, next: page.next, wall: now() });
    },
    stop() {
      stopped = true;
      source?.close();
      window.clearInterval(asking);
      window.clearTimeout(retry);
      window.clearTimeout(gathering);
    },
  };
}
