import { afterEach, expect, test } from 'vitest';
import { onKeys } from './keys';
import { actorProblem, settings } from './settings';

const pressed: string[] = [];
const off = onKeys({
  move: (step) => pressed.push(`move ${step}`),
  claim: () => pressed.push('claim'),
  showNew: () => pressed.push('new'),
  help: () => pressed.push('help'),
  back: () => pressed.push('back'),
});

afterEach(() => {
  pressed.length = 0;
  document.body.innerHTML = '';
  settings.setKeys(true);
});

function press(
  key: string,
  target: EventTarget = document.body,
  more: KeyboardEventInit = {},
): void {
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );
}

test.each([
  ['j', 'move 1'],
  ['k', 'move -1'],
  ['c', 'claim'],
  ['n', 'new'],
  ['?', 'help'],
  ['Escape', 'back'],
])('%s does %s', (key, want) => {
  press(key);
  expect(pressed).toEqual([want]);
});

test.each(['input', 'textarea', 'select'])('nothing while somebody writes in %s', (tag) => {
  const field = document.body.appendChild(document.createElement(tag));
  ['j', 'c', '?', 'Escape'].forEach((key) => press(key, field));
  expect(pressed).toEqual([]);
});

test('nothing with a modifier, so that the browser keeps its own keys', () => {
  press('c', document.body, { ctrlKey: true });
  press('j', document.body, { metaKey: true });
  press('k', document.body, { altKey: true });
  expect(pressed).toEqual([]);
});

test('nothing behind an open dialog', () => {
  document.body.innerHTML = '<dialog open></dialog>';
  ['j', 'c', 'Escape'].forEach((key) => press(key));
  expect(pressed).toEqual([]);
});

test('switched off, only Esc is left', () => {
  settings.setKeys(false);
  ['j', 'k', 'c', 'n', '?', 'Escape'].forEach((key) => press(key));
  expect(pressed).toEqual(['back']);
});

test('once taken away, nothing is heard', () => {
  off();
  press('j');
  expect(pressed).toEqual([]);
});

test.each([
  ['Ana', null],
  [' ', 'empty'],
  ['', 'empty'],
  ['quince', 'reserved'],
  ['Quince ', 'reserved'],
  ['a'.repeat(80), null],
  ['a'.repeat(81), 'long'],
  ['ñ'.repeat(41), 'long'],
] as const)('the name %j', (name, want) => expect(actorProblem(name)).toBe(want));
