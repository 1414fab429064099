// Rows do not move under a finger: while one is selected, what is new waits behind a button.
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test } from 'vitest';
import type { Case } from '../model';
import { initialState, reduce, type State } from '../store';
import { List, type ListProps } from './list';

const root = document.createElement('div');
document.body.append(root);
afterEach(() => render(null, root));

const make = (id: string, priority: number, more: Partial<Case> = {}): Case => ({
  id,
  version: 1,
  state: 'new',
  priority,
  summary: id,
  ...more,
});
const take = (state: State, ...cases: Case[]): State =>
  reduce(state, { type: 'cases', cases, wall: 1 });

let props: ListProps;
function show(state: State, more: Partial<ListProps> = {}): void {
  props = {
    state,
    filter: { tab: 'open', actor: '' },
    counts: { open: 0, mine: 0, critical: 0, settled: 0 },
    openId: undefined,
    selected: null,
    paused: false,
    select: () => undefined,
    setTab: () => undefined,
    setPaused: () => undefined,
    loadMore: () => undefined,
    ...more,
    rowsRef: props?.rowsRef ?? { current: [], showNew: () => undefined },
  };
  act(() => render(<List {...props} />, root));
}
const rows = (): (string | null)[] =>
  [...root.querySelectorAll('.row')].map((row) => row.getAttribute('data-case'));
const button = (): HTMLElement | null => root.querySelector('[data-testid=show-new]');

test.each([
  ['a row is selected', { selected: 'low' }],
  ['a case is open', { openId: 'low' }],
  ['it is paused', { paused: true }],
])('new cases wait while %s', (_, busy) => {
  const state = take(initialState(0), make('low', 100));
  show(state);
  show(state, busy);
  const more = take(state, make('high', 900), make('mid', 500));
  show(more, busy);
  expect(rows()).toEqual(['low']);
  expect(button()?.textContent).toBe('2 new');
  act(() => button()!.click());
  show(more, busy);
  expect(rows()).toEqual(['high', 'mid', 'low']);
  expect(button()).toBeNull();
});

test('while nobody is busy they come in by priority', () => {
  const state = take(initialState(0), make('low', 100));
  show(state);
  show(take(state, make('high', 900)));
  expect(rows()).toEqual(['high', 'low']);
  expect(
    [...root.querySelectorAll('.arrived')].map((row) => row.getAttribute('data-case')),
  ).toEqual(['high']);
});

test('a held row changes in place', () => {
  const state = take(initialState(0), make('a', 100), make('b', 50));
  show(state);
  show(take(state, make('b', 999, { version: 2, state: 'claimed', assignee: 'Ana' })), {
    selected: 'a',
  });
  expect(rows()).toEqual(['a', 'b']);
  expect(root.querySelector('[data-case=b] .holder')?.textContent).toContain('Ana');
});

test('another tab begins anew', () => {
  const state = take(initialState(0), make('a', 100), make('b', 50, { critical: true }));
  show(state, { selected: 'a' });
  show(state, { selected: 'a', filter: { tab: 'critical', actor: '' } });
  expect(rows()).toEqual(['b']);
});

test('an empty list teaches', () => {
  show(reduce(initialState(0), { type: 'list', list: 'open', cases: [], wall: 1 }));
  expect(root.querySelector('.empty h3')?.textContent).toBe('Nobody is waiting');
});
