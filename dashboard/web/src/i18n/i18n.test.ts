import { describe, expect, test } from 'vitest';
import { catalogues, chooseLang, isolate, wordsIn, type Lang } from './index';
import type { Message } from './en';
import { termTables } from './terms';

const langs = Object.keys(catalogues) as Lang[];
const formsOf = (message: Message): string[] =>
  typeof message === 'string' ? [message] : Object.values(message);
const placesOf = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!).sort();

describe('the catalogues', () => {
  test('have the same keys', () => {
    expect(Object.keys(catalogues.es).sort()).toEqual(Object.keys(catalogues.en).sort());
    expect(Object.keys(termTables.es).sort()).toEqual(Object.keys(termTables.en).sort());
  });
  test('have the same parameters and no empty message', () => {
    for (const [key, message] of Object.entries(catalogues.en)) {
      const other = catalogues.es[key as keyof typeof catalogues.es];
      for (const form of [...formsOf(message), ...formsOf(other)]) {
        expect(form.trim(), key).not.toBe('');
        expect(placesOf(form), key).toEqual(placesOf(formsOf(message)[0]!));
      }
      expect(typeof other, key).toBe(typeof message);
    }
  });
  test('have every plural form that their language needs', () => {
    for (const lang of langs) {
      const needed = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
      for (const [key, message] of Object.entries(catalogues[lang]))
        if (typeof message !== 'string')
          for (const form of needed) expect(Object.keys(message), `${lang} ${key}`).toContain(form);
    }
  });
});

describe('words', () => {
  const bare = (text: string): string => text.replace(/[\u2068\u2069]/g, '');
  test.each([
    ['en', 1, '1 new case'],
    ['en', 12, '12 new cases'],
    ['es', 1, '1 caso nuevo'],
    ['es', 12, '12 casos nuevos'],
    ['es', 1_000_000, '1.000.000 de casos nuevos'],
    ['en', 0, '0 new cases'],
  ] as const)('%s, %d', (lang, n, want) =>
    expect(wordsIn(lang).t('list.arrived', { n })).toBe(want),
  );
  test('text from outside is set apart from the direction of the sentence', () => {
    expect(wordsIn('en').t('row.has', { name: '\u202Eana' })).toBe(
      `${isolate('\u202Eana')} has it`,
    );
  });
  test('a parameter is not read as a pattern', () => {
    expect(bare(wordsIn('en').t('row.has', { name: '{name} $& $1' }))).toBe('{name} $& $1 has it');
  });
  test.each([
    [0.17, '17%', '17\u00a0%'],
    [0, '0%', '0\u00a0%'],
    [0.004, '<1%', '<1\u00a0%'],
    [0.999, '>99%', '>99\u00a0%'],
    [1, '100%', '100\u00a0%'],
  ])('the probability %d', (p, en, es) => {
    expect(wordsIn('en').percent(p)).toBe(en);
    expect(wordsIn('es').percent(p)).toBe(es);
  });
  test('weights carry their sign', () => {
    expect([wordsIn('en').weight(1.8), wordsIn('es').weight(-0.6)]).toEqual(['+1.8', '−0,6']);
  });
  test('terms that packs bring are shown as they are', () => {
    const { term } = wordsIn('es');
    expect([
      term('refund'),
      term('in_flight_wifi'),
      term('constructor'),
      term('second', 'truth'),
    ]).toEqual(['reembolso', 'in flight wifi', 'constructor', 'en uso']);
  });
  test('keys made of what the server sent need not exist', () => {
    expect(wordsIn('en').tryT('state.unheard_of')).toBeNull();
    expect(wordsIn('en').tryT('constructor')).toBeNull();
  });
});

test.each([
  ['', ['es-MX', 'en'], 'es'],
  ['', ['fr', 'en-GB'], 'en'],
  ['', ['fr'], 'en'],
  ['en', ['es'], 'en'],
  ['', [], 'en'],
  ['xx', ['es'], 'es'],
] as const)('language chosen %j of %j', (stored, preferred, want) =>
  expect(chooseLang(stored, preferred)).toBe(want),
);
