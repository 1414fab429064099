// What the page knows, and how it changes. Pure: the reducer takes a state and an event and gives
// the next state; nothing here reads a clock, the network or the page. Events may arrive late,
// twice or out of order (a list read while a live event overtakes it), so of two forms of a case or
// storm the higher version stays.
import type { Case, Overview, Storm } from './model';
import { isOpen } from './model';
import { setClock, systemClock, type ServerClock } from './clock';

export type Link = 'connecting' | 'live' | 'lost';

export interface State {
  cases: ReadonlyMap<string, Case>;
  storms: ReadonlyMap<string, Storm>;
  overview: Overview | null;
  clock: ServerClock;
  link: Link;
  provenAt: number; // when the server last proved to be there, on our clock; 0: never
  loaded: { open: boolean; settled: boolean };
  next: { open?: string | undefined; settled?: string | undefined }; // where the next page of a list begins
  touched: ReadonlyMap<string, number>; // when a case was last heard of, counted in events
  events: number;
}

export const initialState = (wall: number): State => ({
  cases: new Map(),
  storms: new Map(),
  overview: null,
  clock: systemClock(wall),
  link: 'connecting',
  provenAt: 0,
  loaded: { open: false, settled: false },
  next: {},
  touched: new Map(),
  events: 0,
});

export type Event =
  | { type: 'cases'; cases: Case[]; wall: number } // live, or the answer to an action
  | {
      type: 'list';
      list: 'open' | 'settled';
      cases: Case[];
      next?: string | undefined;
      since?: number;
      wall: number;
    }
  | { type: 'storm'; storm: Storm; wall: number }
  | { type: 'overview'; overview: Overview; wall: number }
  | { type: 'link'; link: Link; wall: number };

function takeCases(state: State, incoming: readonly Case[], wall: number): State {
  const events = state.events + 1;
  const cases = new Map(state.cases);
  const touched = new Map(state.touched);
  for (const c of incoming) {
    touched.set(c.id, events);
    const known = cases.get(c.id);
    if (!known || c.version > known.version) cases.set(c.id, c);
  }
  return { ...state, cases, touched, events, provenAt: wall };
}

// A whole list was read anew: what we held open and the server does not list any more has been
// closed meanwhile, unless we heard of it after the reading began (`since`).
function takeList(state: State, event: Extract<Event, { type: 'list' }>): State {
  const next = takeCases(state, event.cases, event.wall);
  const whole = event.list === 'open' && event.since !== undefined && event.next === undefined;
  if (whole) {
    const listed = new Set(event.cases.map((c) => c.id));
    const cases = new Map(next.cases);
    for (const c of next.cases.values())
      if (isOpen(c) && !listed.has(c.id) && (next.touched.get(c.id) ?? 0) <= event.since!)
        cases.delete(c.id);
    next.cases = cases;
  }
  return {
    ...next,
    loaded: { ...state.loaded, [event.list]: true },
    next: { ...state.next, [event.list]: event.next },
  };
}

export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case 'cases':
      return takeCases(state, event.cases, event.wall);
    case 'list':
      return takeList(state, event);
    case 'storm': {
      const known = state.storms.get(event.storm.id);
      if (known && known.version >= event.storm.version) return { ...state, provenAt: event.wall };
      return {
        ...state,
        storms: new Map(state.storms).set(event.storm.id, event.storm),
        provenAt: event.wall,
      };
    }
    case 'overview': {
      const { overview, wall } = event;
      const clock = setClock(
        state.overview ? state.clock : null,
        overview.now,
        wall,
        overview.demo,
      );
      const storms = new Map(state.storms);
      for (const storm of overview.storms ?? [])
        if ((storms.get(storm.id)?.version ?? 0) < storm.version) storms.set(storm.id, storm);
      return { ...state, overview, clock, storms, provenAt: wall };
    }
    case 'link':
      return {
        ...state,
        link: event.link,
        ...(event.link === 'live' ? { provenAt: event.wall } : {}),
      };
  }
}

// Data is live only while the stream is open and the server has lately proved that it is there.
export const staleAfterMs = 15_000;
export const isLive = (state: State, wall: number): boolean =>
  state.link === 'live' && wall - state.provenAt < staleAfterMs;

// The numbers of the day. Where every open case is here, they are counted here, so that the head
// never disagrees with the list below it; the overview comes only every few seconds.
export function countsOf(state: State): Partial<Overview['counts']> {
  const counts = state.overview?.counts ?? {};
  if (!state.loaded.open || state.next.open !== undefined) return counts;
  const open = [...state.cases.values()].filter(isOpen);
  const fresh = open.filter((c) => c.state === 'new').length;
  const critical = open.filter((c) => c.critical).length;
  return { ...counts, open: open.length, fresh, claimed: open.length - fresh, critical };
}

// ---- which cases are listed, and in what order

export type Tab = 'open' | 'mine' | 'critical' | 'settled';
export interface Filter {
  tab: Tab;
  storm?: string | undefined; // only the cases of this storm
  actor: string;
}

export function belongs(c: Case, filter: Filter): boolean {
  if (filter.storm !== undefined) return c.storm === filter.storm;
  switch (filter.tab) {
    case 'open':
      return isOpen(c);
    case 'mine':
      return isOpen(c) && filter.actor !== '' && c.assignee === filter.actor;
    case 'critical':
      return isOpen(c) && c.critical === true;
    case 'settled':
      return c.state === 'settled' || c.state === 'dismissed';
  }
}

const byPriority = (x: Case, y: Case): number =>
  (y.priority ?? 0) - (x.priority ?? 0) ||
  (x.opened_at ?? '').localeCompare(y.opened_at ?? '') ||
  x.id.localeCompare(y.id);
const bySettled = (x: Case, y: Case): number =>
  (y.settled_at ?? '').localeCompare(x.settled_at ?? '') || x.id.localeCompare(y.id);

export interface Layout {
  rows: string[]; // ids, top to bottom
  waiting: string[]; // ids that came while the rows were held
}

// While held, rows neither move nor leave, and what is new waits; otherwise everything is in its
// place.
export function layOut(
  before: readonly string[],
  cases: ReadonlyMap<string, Case>,
  filter: Filter,
  held: boolean,
): Layout {
  const wanted = [...cases.values()]
    .filter((c) => belongs(c, filter))
    .sort(filter.tab === 'settled' && filter.storm === undefined ? bySettled : byPriority);
  const ids = wanted.map((c) => c.id);
  if (!held || before.length === 0) return { rows: ids, waiting: [] };
  const shown = new Set(before);
  return {
    rows: before.filter((id) => cases.has(id)),
    waiting: ids.filter((id) => !shown.has(id)),
  };
}
