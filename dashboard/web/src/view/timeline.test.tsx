// The moments of a customer stand between the entries of the journal, in the words of the page.
import { render } from 'preact';
import { afterEach, expect, test } from 'vitest';
import type { CustomerEvent, JournalEntry } from '../model';
import { Timeline } from './timeline';

const root = document.createElement('div');
document.body.append(root);
afterEach(() => render(null, root));

const journal: JournalEntry[] = [
  { seq: 1, at: '2026-11-22T10:00:00Z', action: 'case.opened' },
  { seq: 2, at: '2026-11-22T12:00:00Z', action: 'case.grew' },
];
const event = (kind: string, at: string, more: Partial<CustomerEvent> = {}): CustomerEvent => ({
  id: `csv:crm:${kind}`,
  event: kind,
  at,
  ...more,
});
const sentences = (): string[] =>
  [...root.querySelectorAll('li')].map((li) => li.querySelector('p')?.textContent ?? '');

test('events stand where their time is', () => {
  const events = [
    event('renewal', '2025-11-01T00:00:00Z'),
    event('late_payment', '2026-11-22T11:00:00Z', {
      text: 'Second reminder',
      facets: { amount: '120 €' },
    }),
    event('moved_house', '2026-11-23T00:00:00Z'),
  ];
  render(<Timeline journal={journal} events={events} />, root);
  expect(sentences()).toEqual([
    'Renewal',
    'The case was opened',
    'Late payment',
    'The same person wrote again',
    'moved_house', // a kind that this page does not know is shown by its name
  ]);
  const late = root.querySelectorAll('li')[2];
  expect(late?.className).toBe('event');
  expect(late?.querySelector('.quiet')?.textContent).toBe('amount: 120 €');
  expect(late?.querySelector('.note')?.textContent).toBe('Second reminder');
  expect(root.querySelector('time')?.textContent).toContain('2025');
});

test('without events the journal stands alone', () => {
  render(<Timeline journal={journal} />, root);
  expect(sentences()).toHaveLength(2);
});
