// The stream and the lists, with a pretended EventSource and server. Timers are moved by hand.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { goLive, type Live } from './live';
import type { Case } from './model';
import { initialState, isLive, reduce, type State } from './store';

class Source extends EventTarget {
  static readonly CLOSED = 2;
  static all: Source[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor(readonly url: string) {
    super();
    Source.all.push(this);
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  fail(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.();
  }
  tell(name: string, data: unknown): void {
    this.dispatchEvent(
      new MessageEvent(name, { data: typeof data === 'string' ? data : JSON.stringify(data) }),
    );
  }
  close(): void {
    this.readyState = 2;
  }
}

const make = (id: string, version: number): Case => ({ id, version, state: 'new' });
let served: Case[];
let reachable: boolean;
let asked: string[];
let state: State;
let live: Live;

const last = (): Source => Source.all.at(-1)!;
const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  Source.all = [];
  asked = [];
  served = [make('a', 1)];
  reachable = true;
  vi.stubGlobal('EventSource', Source);
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    if (!reachable) throw new TypeError('no connection');
    const body = path.includes('overview')
      ? { now: new Date().toISOString(), counts: {} }
      : { cases: served };
    return new Response(JSON.stringify(body));
  });
  state = initialState(Date.now());
  live = goLive(
    (event) => {
      state = reduce(state, event);
    },
    () => state,
  );
});

afterEach(() => {
  live.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the list is read once the stream is open, so nothing falls between', async () => {
  last().open();
  await settle();
  expect([...state.cases.keys()]).toEqual(['a']);
  expect(state.link).toBe('live');
});

test('many events at once are shown together, the highest version of each', async () => {
  last().open();
  await settle();
  for (const c of [make('b', 1), make('b', 3), make('b', 2), make('c', 1)]) last().tell('case', c);
  last().tell('case', 'no json');
  const before = state.events;
  await settle(200);
  expect(state.events).toBe(before + 1);
  expect([...state.cases.values()].map((c) => [c.id, c.version])).toEqual([
    ['a', 1],
    ['b', 3],
    ['c', 1],
  ]);
});

test('a reset reads everything anew', async () => {
  last().open();
  await settle();
  served = [make('z', 1)];
  last().tell('reset', '{}');
  await settle();
  expect([...state.cases.keys()]).toEqual(['z']);
});

test('a silent stream is questioned, and is not live once the server does not answer', async () => {
  last().open();
  await settle(6_000);
  expect(asked.filter((path) => path.includes('overview')).length).toBeGreaterThan(0);
  expect(isLive(state, Date.now())).toBe(true);
  reachable = false;
  await settle(20_000);
  expect(state.link).toBe('live'); // the browser has not noticed
  expect(isLive(state, Date.now())).toBe(false);
});

test('a lost stream is left to the browser; a closed one is opened anew, and read anew', async () => {
  last().open();
  await settle();
  last().fail(0);
  expect(isLive(state, Date.now())).toBe(false);
  await settle(10_000);
  expect(Source.all).toHaveLength(1);
  last().fail(Source.CLOSED);
  await settle(3_500);
  expect(Source.all).toHaveLength(2);
  served = [make('a', 2)];
  last().open();
  await settle();
  expect(state.cases.get('a')?.version).toBe(2);
});

test('stopped, it asks nothing any more', async () => {
  live.stop();
  const before = asked.length;
  await settle(60_000);
  expect(asked).toHaveLength(before);
  expect(last().readyState).toBe(Source.CLOSED);
});
