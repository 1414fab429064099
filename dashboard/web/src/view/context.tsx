// What every view needs: the words, the server's clock, who acts, and how to do things.
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { serverNow, systemClock, type ServerClock } from '../clock';
import type { Case, Verb } from '../model';
import { wordsIn, type Words } from '../i18n';

export interface Desk {
  words: Words;
  clock: ServerClock;
  actor: string;
  askName(then?: (name: string) => void): void;
  // Acts as the person at the desk, asking for the name first where it is not known. Resolves to
  // what went wrong, in words for people; null where nothing did.
  act(c: Case, verb: Verb, body?: { outcome?: string; note?: string }): Promise<string | null>;
}

export const DeskContext = createContext<Desk>({
  words: wordsIn('en'),
  clock: systemClock(0),
  actor: '',
  askName: () => undefined,
  act: async () => null,
});

export const useDesk = (): Desk => useContext(DeskContext);
export const useWords = (): Words => useContext(DeskContext).words;

// One timer for everything on the page that shows a passing time.
const tickers = new Set<() => void>();
let timer = 0;

function subscribe(tick: () => void): () => void {
  tickers.add(tick);
  timer ||= window.setInterval(() => tickers.forEach((each) => each()), 1000);
  return () => {
    tickers.delete(tick);
    if (tickers.size > 0) return;
    window.clearInterval(timer);
    timer = 0;
  };
}

export function useWall(): number {
  const [wall, setWall] = useState(() => Date.now());
  useEffect(() => subscribe(() => setWall(Date.now())), []);
  return Math.max(wall, Date.now());
}

export function useServerNow(): number {
  const { clock } = useDesk();
  return serverNow(clock, useWall());
}
