import { describe, expect, test } from 'vitest';
import { dueOf, formatDayMinute, formatSpan, formatTime, serverNow, setClock } from './clock';
import type { Case } from './model';

const s = 1000,
  min = 60 * s,
  h = 60 * min,
  d = 24 * h;

test.each([
  [0, '0 s'],
  [-5 * s, '0 s'],
  [59 * s, '59 s'],
  [60 * s, '1 min'],
  [59 * min + 59 * s, '59 min'],
  [h, '1 h'],
  [h + 20 * min, '1 h 20 min'],
  [23 * h + 59 * min, '23 h 59 min'],
  [d, '1 d'],
  [2 * d + 3 * h, '2 d 3 h'],
])('formatSpan(%d) is "%s"', (ms, text) => expect(formatSpan(ms)).toBe(text));

describe('the clock of a case', () => {
  const opened = Date.parse('2026-03-01T10:00:00Z');
  const c: Case = {
    id: 'a',
    version: 1,
    state: 'new',
    opened_at: '2026-03-01T10:00:00Z',
    due_at: '2026-03-01T11:00:00Z',
  };
  test.each([
    ['at the start', 0, { kind: 'due', ms: h }],
    ['just before the last quarter', 45 * min, { kind: 'due', ms: 15 * min }],
    ['in the last quarter', 46 * min, { kind: 'soon', ms: 14 * min }],
    ['when due', h, { kind: 'overdue', ms: 0 }],
    ['later', h + 5 * min, { kind: 'overdue', ms: 5 * min }],
  ] as const)('%s', (_, after, want) => expect(dueOf(c, opened + after)).toEqual(want));
  test('without a due time there is none', () => {
    expect(dueOf({ id: 'a', version: 1, state: 'contacted' }, opened)).toEqual({
      kind: 'none',
      ms: 0,
    });
    expect(dueOf({ ...c, due_at: 'nonsense' }, opened).kind).toBe('none');
  });
});

describe("the server's clock", () => {
  test('an offset from ours, at the same speed', () => {
    const clock = setClock(null, '2026-03-01T10:00:00Z', 5000);
    expect(serverNow(clock, 5000 + min)).toBe(Date.parse('2026-03-01T10:01:00Z'));
    expect(clock.zone).toBeNull();
  });
  test('in the demo it runs at the demo’s speed', () => {
    const clock = setClock(null, '2026-03-01T10:00:00Z', 0, { day_minute: 660, speed: 480 });
    expect(serverNow(clock, s)).toBe(Date.parse('2026-03-01T10:08:00Z'));
    expect(clock.zone).toBe(60);
  });
  test('once the demo’s clock stands, ours stands too', () => {
    const first = setClock(null, '2026-03-01T22:59:00Z', 0, { day_minute: 1439, speed: 480 });
    const second = setClock(first, '2026-03-01T22:59:00Z', 2 * s, { day_minute: 1439, speed: 480 });
    expect(serverNow(second, 60 * s)).toBe(Date.parse('2026-03-01T22:59:00Z'));
  });
  test('an answer without a time changes nothing', () => {
    const clock = setClock(null, '2026-03-01T10:00:00Z', 0);
    expect(setClock(clock, 'soon', 99)).toBe(clock);
  });
  test.each([
    { name: 'the same', now: '2026-03-01T10:30:00Z', day_minute: 630, zone: 0 },
    { name: 'east, past midnight', now: '2026-03-01T23:00:00Z', day_minute: 0, zone: 60 },
    { name: 'west, before midnight', now: '2026-03-01T02:00:00Z', day_minute: 1260, zone: -300 },
    { name: 'a minute late', now: '2026-03-01T10:31:00Z', day_minute: 630, zone: 0 },
  ])('zone of the demo’s day: $name', ({ now, day_minute, zone }) => {
    expect(setClock(null, now, 0, { day_minute, speed: 1 }).zone).toBeCloseTo(zone);
  });
});

test('times of today show the hour, others the day too, in the zone asked for', () => {
  const now = Date.parse('2026-03-01T10:00:00Z');
  expect(formatTime('2026-03-01T09:05:00Z', 'en', now, 60)).toBe('10:05');
  expect(formatTime('2026-02-27T09:05:00Z', 'en', now, 0)).toMatch(/27.*09:05/);
  expect(formatTime(undefined, 'es', now, 0)).toBe('');
  expect(formatTime('never', 'es', now, 0)).toBe('');
});

test('minutes of a day', () => {
  expect([
    formatDayMinute(612),
    formatDayMinute(0),
    formatDayMinute(1440),
    formatDayMinute(-1),
  ]).toEqual(['10:12', '00:00', '00:00', '23:59']);
});
