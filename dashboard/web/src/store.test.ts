import { describe, expect, test } from 'vitest';
import { readCase, readOverview, readStorm, type Case, type Overview } from './model';
import {
  belongs,
  countsOf,
  initialState,
  isLive,
  layOut,
  reduce,
  staleAfterMs,
  type Event,
  type State,
} from './store';

const make = (id: string, version: number, more: Partial<Case> = {}): Case => ({
  id,
  version,
  state: 'new',
  ...more,
});
const after = (...events: Event[]): State => events.reduce(reduce, initialState(0));
const live = (...cases: Case[]): Event => ({ type: 'cases', cases, wall: 1 });
const list = (cases: Case[], since?: number, next?: string): Event => ({
  type: 'list',
  list: 'open',
  cases,
  wall: 1,
  ...(since === undefined ? {} : { since }),
  ...(next ? { next } : {}),
});

describe('of two forms the higher version stays', () => {
  test.each([
    ['in order', [1, 2, 3], 3],
    ['out of order', [1, 3, 2], 3],
    ['told twice', [2, 2], 2],
    ['only an old one', [1], 1],
  ])('%s', (_, versions, want) => {
    const state = after(...versions.map((v) => live(make('a', v))));
    expect(state.cases.get('a')?.version).toBe(want);
  });
  test('a list read before an event overtook it does not undo the event', () => {
    const state = after(
      live(make('a', 5, { state: 'claimed', assignee: 'Ana' })),
      list([make('a', 4)], 0),
    );
    expect(state.cases.get('a')?.assignee).toBe('Ana');
  });
  test('storms too', () => {
    const storm = (version: number, case_count: number): Event => ({
      type: 'storm',
      storm: { id: 's', version, case_count },
      wall: 1,
    });
    expect(after(storm(2, 2), storm(1, 1)).storms.get('s')?.case_count).toBe(2);
  });
});

describe('a whole list read anew', () => {
  test('what is open here and not listed any more goes', () => {
    const before = after(live(make('a', 1), make('b', 1)));
    const state = reduce(before, list([make('a', 1)], before.events));
    expect([...state.cases.keys()]).toEqual(['a']);
  });
  test('what was heard of after the reading began stays', () => {
    const before = after(live(make('a', 1)));
    const state = reduce(reduce(before, live(make('b', 1))), list([make('a', 1)], before.events));
    expect([...state.cases.keys()]).toEqual(['a', 'b']);
  });
  test('a first page of several says nothing of the rest', () => {
    const before = after(live(make('a', 1), make('b', 1)));
    expect(reduce(before, list([make('a', 1)], before.events, '700:a')).cases.size).toBe(2);
  });
  test('what is closed stays', () => {
    const before = after(live(make('a', 1, { state: 'settled' })));
    expect(reduce(before, list([], before.events)).cases.size).toBe(1);
  });
});

describe('live or not', () => {
  const up: Event = { type: 'link', link: 'live', wall: 1000 };
  test('connected and lately proven', () =>
    expect(isLive(after(up), 1000 + staleAfterMs - 1)).toBe(true));
  test('connected but silent is not live', () =>
    expect(isLive(after(up), 1000 + staleAfterMs)).toBe(false));
  test('lost is not live', () =>
    expect(isLive(after(up, { type: 'link', link: 'lost', wall: 1001 }), 1002)).toBe(false));
  test('losing the link proves nothing', () =>
    expect(after(up, { type: 'link', link: 'lost', wall: 9000 }).provenAt).toBe(1000));
  test('at the start', () => expect(isLive(initialState(0), 0)).toBe(false));
});

test('the overview brings the storms and the clock', () => {
  const overview: Overview = {
    now: '2026-03-01T10:00:00Z',
    version: '0.1.0',
    brands: [],
    queues: [],
    channels: [],
    sources: [],
    accounts: false,
    counts: {
      open: 1,
      fresh: 1,
      claimed: 0,
      critical: 0,
      settled: 0,
      momentum: 0,
      decepcion: 0,
      recovered: 0,
      mentions: 9,
      assessed: 9,
    },
    storms: [{ id: 's', version: 3, aspect: 'delay' }],
  };
  const state = after({ type: 'overview', overview, wall: 7 });
  expect(state.storms.get('s')?.version).toBe(3);
  expect(state.clock).toMatchObject({ server: Date.parse(overview.now), wall: 7, rate: 1 });
});

test('the numbers of the head agree with the list once it is whole', () => {
  const cases = [
    make('a', 1, { critical: true }),
    make('b', 1, { state: 'claimed' }),
    make('c', 1, { state: 'settled' }),
  ];
  expect(countsOf(after(list(cases)))).toEqual({ open: 2, fresh: 1, claimed: 1, critical: 1 });
  expect(countsOf(after(list(cases, undefined, '700:b')))).toEqual({});
});

describe('which tab a case is in', () => {
  const mine = make('a', 1, { state: 'claimed', assignee: 'Ana', critical: true });
  const filter = { actor: 'Ana' };
  test.each([
    ['open', mine, true],
    ['mine', mine, true],
    ['critical', mine, true],
    ['settled', mine, false],
    ['mine', { ...mine, assignee: 'Bruno' }, false],
    ['open', { ...mine, state: 'settled' }, false],
    ['critical', { ...mine, state: 'dismissed' }, false],
    ['settled', { ...mine, state: 'dismissed' }, true],
    ['open', { ...mine, state: 'merged' }, false],
  ] as const)('%s', (tab, c, want) => expect(belongs(c, { tab, ...filter })).toBe(want));
  test('nobody’s cases are nobody’s', () =>
    expect(belongs(make('a', 1, { assignee: '' }), { tab: 'mine', actor: '' })).toBe(false));
  test('a storm shows its members, closed ones too', () =>
    expect(
      belongs(make('a', 1, { storm: 's', state: 'settled' }), {
        tab: 'open',
        storm: 's',
        actor: '',
      }),
    ).toBe(true));
});

describe('the rows', () => {
  const open = { tab: 'open', actor: 'Ana' } as const;
  const cases = (...all: Case[]) => new Map(all.map((c) => [c.id, c]));
  const a = make('a', 1, { priority: 100 }),
    b = make('b', 1, { priority: 900 }),
    c = make('c', 1, { priority: 500 });
  test('by priority, high first, when nobody is busy', () =>
    expect(layOut(['a'], cases(a, b, c), open, false)).toEqual({
      rows: ['b', 'c', 'a'],
      waiting: [],
    }));
  test('held, nothing moves and what is new waits', () =>
    expect(layOut(['a', 'c'], cases(a, b, c), open, true)).toEqual({
      rows: ['a', 'c'],
      waiting: ['b'],
    }));
  test('held, a row that was settled stays under the finger', () =>
    expect(layOut(['a', 'b'], cases({ ...a, state: 'settled' }, b), open, true)).toEqual({
      rows: ['a', 'b'],
      waiting: [],
    }));
  test('held, but there was nothing yet', () =>
    expect(layOut([], cases(a, b), open, true).rows).toEqual(['b', 'a']));
  test('settled ones by when they ended, the latest first', () => {
    const at = (id: string, settled_at: string) => make(id, 1, { state: 'settled', settled_at });
    expect(
      layOut(
        [],
        cases(at('x', '2026-03-01T09:00:00Z'), at('y', '2026-03-01T10:00:00Z')),
        { tab: 'settled', actor: '' },
        false,
      ).rows,
    ).toEqual(['y', 'x']);
  });
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '"x"',
  '{"id":1,"version":1}',
  '{"id":"a"}',
  '{"id":"a","version":"1"}',
])('data that is no case is left alone: %s', (data) => {
  expect(readCase(data)).toBeNull();
  expect(readStorm(data)).toBeNull();
  expect(readOverview(data)).toBeNull();
});
