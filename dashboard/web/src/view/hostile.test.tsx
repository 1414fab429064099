// Text from outside is inert: it is shown as it was written, and nothing in it becomes an element,
// an attribute or a link.
import { render } from 'preact';
import { afterEach, expect, test } from 'vitest';
import type { Assessment, Case, JournalEntry, Mention } from '../model';
import { safeLang, safeUrl } from '../links';
import { readRoute } from '../app';
import { Quote, Signals } from './evidence';
import { Row } from './row';
import { Timeline, Told } from './timeline';

const root = document.createElement('div');
document.body.append(root);
afterEach(() => render(null, root));

const hostile =
  '<script>alert(1)</script><img src=x onerror=alert(2)> "\' &amp; \u202Egnp.exe\u2066 {{7*7}} ${1}';
const mention: Mention = {
  id: 'rss:x:1',
  kind: 'rss',
  url: 'javascript:alert(3)',
  title: hostile,
  text: hostile,
  lang: 'es" onload="alert(4)',
  author: { handle: hostile },
  place: hostile,
};
const assessment: Assessment = {
  id: 'rss:x:1',
  signals: [
    {
      rule: hostile,
      weight: 2,
      spans: [
        { in: 'text', b: 0, e: 25 },
        { in: 'title', b: 8, e: 16 },
      ],
    },
  ],
};
const c: Case = {
  id: '"><script>',
  version: 1,
  state: 'new',
  author_handle: hostile,
  summary: hostile,
  lang: '"><b>',
  url: 'data:text/html,x',
  aspects: [hostile],
  assignee: hostile,
  severity: 99,
  storm: hostile,
  mentions: [hostile],
};

function expectInert(): void {
  expect(root.querySelectorAll('script, img, iframe, object, style, b[onload]')).toHaveLength(0);
  for (const element of root.querySelectorAll('*'))
    for (const { name } of element.attributes)
      expect(name.startsWith('on'), `${element.tagName} ${name}`).toBe(false);
  for (const link of root.querySelectorAll('a')) {
    const href = link.getAttribute('href') ?? '';
    expect(
      href.startsWith('#/') || href.startsWith('https://') || href.startsWith('http://'),
      href,
    ).toBe(true);
  }
}

test('a post', () => {
  render(<Quote mention={mention} signals={assessment.signals!} lit={0} recovery={false} />, root);
  expectInert();
  expect(root.querySelector('blockquote p:last-child')?.textContent).toBe(hostile);
  expect(root.querySelector('mark')).not.toBeNull();
  expect(root.querySelector('blockquote')?.getAttribute('lang')).toBeNull();
  expect(root.querySelector('blockquote')?.getAttribute('dir')).toBe('auto');
  expect(root.querySelectorAll('a')).toHaveLength(0);
});

test('its evidence', () => {
  render(
    <Signals mention={mention} assessment={assessment} lit={null} setLit={() => undefined} />,
    root,
  );
  expectInert();
  expect(root.querySelector('q')?.textContent).toBe('alert(1)'); // the title's words come first
});

test('a row', () => {
  render(
    <Row c={c} selected={false} current={false} arrives={false} onSelect={() => undefined} />,
    root,
  );
  expectInert();
  expect(root.querySelector('.words')?.textContent).toBe(hostile);
  expect(root.querySelector('.handle')?.tagName).toBe('BDI');
  expect(root.querySelector('.row-link')?.getAttribute('href')).toBe(
    `#/case/${encodeURIComponent(c.id)}`,
  );
});

test('journal and deliveries', () => {
  const entry: JournalEntry = {
    seq: 1,
    at: 'not a time',
    actor: hostile,
    action: 'case.claimed',
    detail: '{"outcome":"__proto__"',
    note: hostile,
  };
  render(
    <>
      <Timeline
        journal={[entry, { ...entry, seq: 2, action: hostile }]}
        events={[{ id: hostile, event: hostile, at: '', text: hostile, facets: { [hostile]: hostile } }]}
      />
      <Told
        deliveries={[{ channel: hostile, why: hostile, at: '', state: 'sent', reason: hostile }]}
      />
    </>,
    root,
  );
  expectInert();
  expect(root.textContent).toContain(hostile);
});

test('a good link opens elsewhere and tells nobody from where', () => {
  render(
    <Quote
      mention={{ ...mention, url: 'https://plaza.example/1' }}
      signals={[]}
      lit={null}
      recovery
    />,
    root,
  );
  const link = root.querySelector('a');
  expect(link?.getAttribute('href')).toBe('https://plaza.example/1');
  expect(link?.getAttribute('rel')).toBe('noopener noreferrer nofollow');
});

test.each([
  ['https://plaza.example/@ana/1', 'https://plaza.example/@ana/1'],
  ['HTTP://plaza.example', 'http://plaza.example/'],
  ['javascript:alert(1)', null],
  ['JaVaScRiPt:alert(1)', null],
  [' javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['java\nscript:alert(1)', null],
  ['//plaza.example/x', null],
  ['/api/v1', null],
  ['', null],
  [undefined, null],
  ['https://', null],
  ['vbscript:x', null],
  ['file:///etc/passwd', null],
  ['blob:https://x/y', null],
])('the address %j as a link', (url, want) => expect(safeUrl(url)).toBe(want));

test.each([
  ['es', 'es'],
  ['es-MX', 'es-MX'],
  ['zh-Hant-TW', 'zh-Hant-TW'],
  ['und', undefined],
  ['', undefined],
  [undefined, undefined],
  ['es" x="', undefined],
  ['español', undefined],
])('the language %j as an attribute', (tag, want) => expect(safeLang(tag)).toBe(want));

test.each([
  ['#/case/membrillo-1', { caseId: 'membrillo-1' }],
  ['#/case/a%2Fb', { caseId: 'a/b' }],
  ['#/storm/s', { stormId: 's' }],
  ['#/case/%E0%A4%A', {}],
  ['#/case/', {}],
  ['', {}],
  ['#/other/x', {}],
])('the address %s of the page', (hash, want) => expect(readRoute(hash)).toEqual(want));
