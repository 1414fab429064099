// The desk shows the server's time, not this machine's: they may differ, and in the demo a day
// passes in minutes. A ServerClock is what the server's clock showed at one instant of ours, and
// how fast it runs.
import type { Case } from './model';

export interface ServerClock {
  server: number; // ms since 1970 on the server's clock …
  wall: number; // … when ours showed this
  rate: number; // ms of the server for each ms of ours
  zone: number | null; // minutes east of UTC to show times in; null: the reader's own time zone
}

export const systemClock = (wall: number): ServerClock => ({
  server: wall,
  wall,
  rate: 1,
  zone: null,
});

// How fast it runs is measured between two answers, because a demo's clock may be stopped or set to
// another speed.
export function setClock(
  before: ServerClock | null,
  now: string,
  wall: number,
  demo?: { day_minute: number; speed: number },
): ServerClock {
  const server = Date.parse(now);
  if (Number.isNaN(server)) return before ?? systemClock(wall);
  let rate = demo?.speed ?? 1;
  if (demo && before && wall - before.wall >= 1000)
    rate = Math.max(0, (server - before.server) / (wall - before.wall));
  let zone: number | null = null;
  if (demo) {
    const utc = Math.floor(server / 60_000) % 1440;
    zone = ((demo.day_minute - utc + 720 + 2880) % 1440) - 720;
    zone = Math.round(zone / 15) * 15; // whole quarters; the rest is the time between two readings
  }
  return { server, wall, rate, zone };
}

export const serverNow = (clock: ServerClock, wall: number): number =>
  clock.server + (wall - clock.wall) * clock.rate;

// "45 s", "12 min", "1 h 20 min", "2 d 3 h": symbols that Spanish and English share. Negative spans
// count as zero.
export function formatSpan(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return `${s} s`;
  const min = Math.floor(s / 60);
  if (min < 60) return `${min} min`;
  const h = Math.floor(min / 60);
  if (h < 24) return min % 60 === 0 ? `${h} h` : `${h} h ${min % 60} min`;
  const d = Math.floor(h / 24);
  return h % 24 === 0 ? `${d} d` : `${d} d ${h % 24} h`;
}

export interface Due {
  kind: 'none' | 'due' | 'soon' | 'overdue';
  ms: number; // until due, or since
}

// "soon" is the last quarter of the time there was.
export function dueOf(c: Case, now: number): Due {
  const due = Date.parse(c.due_at ?? '');
  if (Number.isNaN(due)) return { kind: 'none', ms: 0 };
  if (now >= due) return { kind: 'overdue', ms: now - due };
  const opened = Date.parse(c.opened_at ?? '');
  const whole = Number.isNaN(opened) ? Infinity : due - opened;
  return { kind: due - now < whole / 4 ? 'soon' : 'due', ms: due - now };
}

function dateFormat(lang: string, zone: number | null, options: Intl.DateTimeFormatOptions) {
  const format = new Intl.DateTimeFormat(lang, {
    ...options,
    ...(zone === null ? {} : { timeZone: 'UTC' }),
  });
  return (ms: number): string => format.format(ms + (zone ?? 0) * 60_000);
}

// "10:12" today, "22 nov, 10:12" on any other day.
export function formatTime(
  at: string | undefined,
  lang: string,
  now: number,
  zone: number | null,
): string {
  const ms = Date.parse(at ?? '');
  if (Number.isNaN(ms)) return '';
  const day = dateFormat('en-CA', zone, { dateStyle: 'short' });
  const hour: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  if (day(ms) === day(now)) return dateFormat(lang, zone, hour)(ms);
  const date: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  if (day(ms).slice(0, 4) !== day(now).slice(0, 4)) date.year = 'numeric';
  return dateFormat(lang, zone, { ...date, ...hour })(ms);
}

export function formatDayMinute(minute: number): string {
  const m = ((Math.floor(minute) % 1440) + 1440) % 1440;
  return `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
}
