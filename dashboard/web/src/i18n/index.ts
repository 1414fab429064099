// Messages in the reader's language: chosen in the header, else the browser's, else English. es-MX
// falls back to es. Parameters that are texts come from outside and may be written in the other
// direction, so each is set apart by Unicode's isolates (FSI … PDI); numbers are written as the
// language writes them.
import { en, type Key, type Message } from './en';
import { es } from './es';
import { kindName, termOf } from './terms';

export type Lang = 'en' | 'es';
export const languages: readonly { lang: Lang; name: string }[] = [
  { lang: 'es', name: 'Español' },
  { lang: 'en', name: 'English' },
];
export const catalogues: Record<Lang, Record<Key, Message>> = { en, es };

export type Params = Record<string, string | number>;

export interface Words {
  lang: Lang;
  t(key: Key, params?: Params): string;
  tryT(key: string, params?: Params): string | null; // for keys made of what the server sent
  number(value: number): string;
  compact(value: number): string;
  percent(probability: number): string;
  weight(value: number): string;
  term(name: string, group?: string): string;
  kind(kind: string): string;
}

export function chooseLang(stored: string, preferred: readonly string[]): Lang {
  for (const tag of [stored, ...preferred]) {
    const base = tag.toLowerCase().split('-', 1)[0];
    if (base === 'en' || base === 'es') return base;
  }
  return 'en';
}

export const isolate = (text: string): string => `\u2068${text}\u2069`;

export function wordsIn(lang: Lang): Words {
  const messages = catalogues[lang];
  const plurals = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(lang);
  const compact = new Intl.NumberFormat(lang, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 0 });
  const weight = new Intl.NumberFormat(lang, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  function fill(message: Message, params: Params): string {
    const n = params.n;
    let text: string;
    if (typeof message === 'string') text = message;
    else {
      const form = typeof n === 'number' ? plurals.select(n) : 'other';
      text = (form === 'one' || form === 'many' ? message[form] : undefined) ?? message.other;
    }
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = params[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? number.format(value) : isolate(value);
    });
  }
  return {
    lang,
    t: (key, params = {}) => fill(messages[key], params),
    tryT: (key, params = {}) =>
      Object.hasOwn(messages, key) ? fill(messages[key as Key], params) : null,
    number: (value) => number.format(value),
    compact: (value) => compact.format(value),
    percent: (p) => {
      if (p > 0 && p < 0.01) return `<${percent.format(0.01)}`;
      if (p < 1 && p > 0.99) return `>${percent.format(0.99)}`;
      return percent.format(p);
    },
    weight: (value) => weight.format(value).replace('-', '−'),
    term: (name, group) => termOf(lang, name, group),
    kind: kindName,
  };
}
