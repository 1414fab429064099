import { expect, test } from 'vitest';
import type { Signal, Span } from './model';
import { cut, wordsOf } from './spans';

const bytes = (text: string): number => new TextEncoder().encode(text).length;

// The span of `words` in `text`, in bytes, found the slow way.
function at(text: string, words: string, part: Span['in'] = 'text'): Span {
  const start = text.indexOf(words);
  expect(start).toBeGreaterThanOrEqual(0);
  return {
    in: part,
    b: bytes(text.slice(0, start)),
    e: bytes(text.slice(0, start)) + bytes(words),
  };
}

const signal = (weight: number, ...spans: Span[]): Signal => ({
  rule: `r${weight}`,
  weight,
  spans,
});
const shape = (text: string, signals: Signal[]) =>
  cut(text, 'text', signals).map((p) => [p.text, p.signals]);

const rows: { name: string; text: string; marked: string }[] = [
  { name: 'plain', text: 'they lost my bag again', marked: 'lost my bag' },
  { name: 'ñ before and inside', text: 'El niño lloró: mañana sin señal', marked: 'mañana' },
  { name: 'emoji before', text: '😡😡 qué estafa', marked: 'estafa' },
  { name: 'emoji marked', text: 'nunca más 😡 nunca', marked: '😡' },
  { name: 'family emoji of several code points', text: 'a 👩‍👧‍👦 b', marked: '👩‍👧‍👦' },
  { name: 'combining accents', text: 'cafe\u0301 frío', marked: 'frío' },
  { name: 'right to left', text: 'تأخرت الرحلة ثلاث ساعات', marked: 'ثلاث ساعات' },
  { name: 'a byte order mark inside', text: 'a \uFEFFb c', marked: '\uFEFFb' },
  { name: 'at the start', text: 'Estafa total', marked: 'Estafa' },
  { name: 'at the end', text: 'una vergüenza', marked: 'vergüenza' },
  { name: 'everything', text: '¡Ñandú!', marked: '¡Ñandú!' },
];

test.each(rows)('marks exactly the words: $name', ({ text, marked }) => {
  const pieces = cut(text, 'text', [signal(1, at(text, marked))]);
  expect(pieces.map((p) => p.text).join('')).toBe(text);
  expect(pieces.filter((p) => p.signals.length > 0).map((p) => p.text)).toEqual([marked]);
});

test('overlapping spans split where they overlap, the strongest signal first', () => {
  const text = 'Sin maleta ni respuesta';
  const signals = [signal(0.5, at(text, 'maleta ni')), signal(-2, at(text, 'ni respuesta'))];
  expect(shape(text, signals)).toEqual([
    ['Sin ', []],
    ['maleta ', [0]],
    ['ni', [1, 0]],
    [' respuesta', [1]],
  ]);
});

test('one span inside another', () => {
  const text = 'esto es una estafa clara';
  expect(
    shape(text, [signal(1, at(text, 'es una estafa clara')), signal(2, at(text, 'estafa'))]),
  ).toEqual([
    ['esto ', []],
    ['es una ', [0]],
    ['estafa', [1, 0]],
    [' clara', [0]],
  ]);
});

test('a signal with several spans', () => {
  const text = 'mal, mal, mal';
  const spans = [
    { in: 'text', b: 0, e: 3 },
    { in: 'text', b: 10, e: 13 },
  ] satisfies Span[];
  expect(shape(text, [signal(1, ...spans)])).toEqual([
    ['mal', [0]],
    [', mal, ', []],
    ['mal', [0]],
  ]);
});

test('spans of the title do not mark the text', () => {
  expect(shape('lost', [signal(1, { in: 'title', b: 0, e: 4 })])).toEqual([['lost', []]]);
});

const bad: { name: string; span: { b: number; e: number }; want: string[] }[] = [
  { name: 'past the end', span: { b: 2, e: 999 }, want: ['cd'] },
  { name: 'wholly past the end', span: { b: 50, e: 60 }, want: [] },
  { name: 'negative', span: { b: -7, e: 1 }, want: ['a'] },
  { name: 'empty', span: { b: 2, e: 2 }, want: [] },
  { name: 'reversed', span: { b: 3, e: 1 }, want: [] },
  { name: 'not numbers', span: { b: NaN, e: Infinity }, want: [] },
];

test.each(bad)('a span that is $name does no harm', ({ span, want }) => {
  const pieces = cut('abcd', 'text', [signal(1, { in: 'text', ...span })]);
  expect(pieces.map((p) => p.text).join('')).toBe('abcd');
  expect(pieces.filter((p) => p.signals.length > 0).map((p) => p.text)).toEqual(want);
});

test('a border inside a character is widened to the whole character', () => {
  const text = 'a😡b'; // bytes: a = 0, 😡 = 1 to 4, b = 5
  expect(shape(text, [signal(1, { in: 'text', b: 2, e: 3 })])).toEqual([
    ['a', []],
    ['😡', [0]],
    ['b', []],
  ]);
});

test('an empty text has no pieces', () => {
  expect(cut('', 'text', [signal(1, { in: 'text', b: 0, e: 3 })])).toEqual([]);
});

test('the words of a signal, each once, from title and text', () => {
  const texts = { title: 'Estafa', text: 'una estafa, una estafa' };
  const spans = [
    at(texts.title, 'Estafa', 'title'),
    at(texts.text, 'estafa'),
    { in: 'text', b: 16, e: 22 } as const,
  ];
  expect(wordsOf(signal(1, ...spans), texts)).toEqual(['Estafa', 'estafa']);
});
