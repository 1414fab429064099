// node desk.mjs [PROGRAM]: the desk in a real browser, against the real program playing its demo.
//
//   QUINCE_BIN          the program, where it is no argument (default build/release/quince)
//   QUINCE_DEMO_MINUTES how long the demo's day takes (default 0.3)
//   QUINCE_SHOTS        where the screenshots go (default: a new folder in the temporary one, printed)
//   CHROMIUM            the browser (default /usr/bin/chromium)
//
// A claim holds half an hour of the demo's clock, which may be less than a second of ours. So what
// people did is looked up in the journal of the case, which keeps it, and not in a state that
// passes.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, launch, openDesk } from './browser.mjs';
import { startDemo } from './program.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = resolve(
  process.argv[2] ?? process.env.QUINCE_BIN ?? join(root, 'build/release/quince'),
);
const shots = process.env.QUINCE_SHOTS ?? (await mkdtemp(join(tmpdir(), 'quince-shots-')));
await mkdir(shots, { recursive: true });

const begun = Date.now();
const desks = []; // every page that must stay without errors
let demo;
let browser;

async function step(name, work) {
  const start = Date.now();
  try {
    await work();
  } catch (error) {
    for (const [i, { page }] of desks.entries())
      await page.screenshot({ path: join(shots, `failed-${i}.png`) }).catch(() => undefined);
    throw new Error(`${name}: ${error.stack ?? error}`);
  }
  console.log(`ok   ${name} (${Date.now() - start} ms)`);
}

async function open(options) {
  const desk = await openDesk(browser, options);
  desks.push(desk);
  await desk.page.goto(demo.url);
  await desk.page.waitForSelector('.row');
  return desk.page;
}

const caseHash = (id) => `#/case/${encodeURIComponent(id)}`;

async function openCase(page, id) {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, caseHash(id));
  await page.waitForSelector('[data-testid=case] mark');
}

const timelineSays = (page, what) =>
  page.waitForFunction(
    (pattern) =>
      new RegExp(pattern).test(
        (document.querySelector('[data-testid=timeline]')?.textContent ?? '').replace(
          /[\u2068\u2069]/g,
          '',
        ),
      ),
    what,
  );

async function run() {
  await step('the demo starts', async () => {
    demo = await startDemo(binary, process.env.QUINCE_DEMO_MINUTES ?? '0.3');
  });
  browser = await launch();
  let ana;
  let bruno;
  let id;

  await step('cases come in by themselves', async () => {
    ana = await open({ locale: 'es-ES' });
    assert.equal(await ana.getAttribute('html', 'lang'), 'es');
    await ana.waitForSelector('.link.live');
  });

  await step('paused, new cases wait behind a button and no row moves', async () => {
    await ana.click('.pause');
    const before = await ana.$$eval('.row', (rows) => rows.map((row) => row.dataset.case));
    await ana.waitForSelector('[data-testid=show-new]', { timeout: 60_000 });
    assert.deepEqual(
      await ana.$$eval('.row', (rows) => rows.map((row) => row.dataset.case)),
      before,
    );
    await ana.click('.pause');
    // The button goes by itself where nothing else holds the rows.
    await ana.click('[data-testid=show-new]', { timeout: 3000 }).catch(() => undefined);
    await ana.waitForFunction((n) => document.querySelectorAll('.row').length > n, before.length);
  });

  await step('keys move, open and go back', async () => {
    // In one go, without a pause in which the page could be drawn: no key may get lost.
    const press = (...keys) =>
      ana.evaluate((all) => {
        const rows = [...document.querySelectorAll('.row')].map((row) => row.dataset.case);
        for (const key of all)
          document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        return rows.indexOf(document.activeElement?.closest('.row')?.dataset.case);
      }, keys);
    await ana.mouse.move(0, 0);
    assert.equal(await press('j', 'j', 'j', 'k'), 1, 'four keys at once');
    await ana.waitForSelector('.row.selected');
    await ana.keyboard.press('k');
    const first = await ana.evaluate(() => document.activeElement?.closest('.row')?.dataset.case);
    assert.equal(first, await ana.$eval('.row', (row) => row.dataset.case), 'k goes up');
    const outline = await ana.$eval('.row.selected', (row) => getComputedStyle(row).outlineStyle);
    assert.equal(outline, 'solid', 'the focus is seen');
    await ana.keyboard.press('Enter');
    await ana.waitForSelector('[data-testid=case]');
    assert.equal(await ana.evaluate(() => location.hash), caseHash(first));
    await ana.keyboard.press('?');
    await ana.waitForSelector('dialog[open]');
    await ana.keyboard.press('Escape');
    await ana.waitForSelector('dialog[open]', { state: 'detached' });
    assert.equal(
      await ana.evaluate(() => location.hash),
      caseHash(first),
      'Esc in a dialog closes the dialog alone',
    );
    await ana.keyboard.press('Escape');
    await ana.waitForSelector('[data-testid=case]', { state: 'detached' });
  });

  await step('a case shows the words that made it one', async () => {
    const { cases } = await ana.evaluate(() =>
      fetch('/api/v1/cases?state=open').then((answer) => answer.json()),
    );
    // The demo's own team would come in between: not one of its customers.
    const day = await readFile(new URL('../../app/demo/day.yaml', import.meta.url), 'utf8');
    const scripted = [...day.matchAll(/do: claim, author: (\w+)/g)].map((match) => match[1]);
    const free = cases.find(
      (c) =>
        !c.assignee && (c.severity ?? 0) >= 2 && !scripted.includes(c.author_handle?.split('@')[0]),
    );
    assert.ok(free, 'there is a case that nobody has');
    id = free.id;
    await openCase(ana, id);
    const page = await ana.evaluate(
      (path) => fetch(path).then((answer) => answer.json()),
      `/api/v1/cases/${encodeURIComponent(id)}`,
    );
    const { mention, assessment } = page.mentions[0];
    const span = assessment.signals.flatMap((signal) => signal.spans ?? [])[0];
    assert.ok(span, 'a signal points at words');
    const exact = Buffer.from(mention[span.in]).subarray(span.b, span.e).toString();
    const marked = await ana.$$eval('[data-testid=words] mark', (marks) =>
      marks.map((mark) => mark.textContent).join(''),
    );
    assert.ok(
      marked.includes(exact) || exact.includes(marked),
      `"${exact}" is marked, not "${marked}"`,
    );
    assert.equal(
      (await ana.textContent('[data-testid=words] p:last-child')).trim(),
      mention.text.trim(),
    );
    await ana.focus('.signal');
    await ana.waitForSelector('mark.lit');
  });

  await step(
    'claiming asks for a name once, and a second window sees the claim at once',
    async () => {
      bruno = await open({ locale: 'en-GB', scheme: 'dark', name: 'Bruno' });
      await openCase(bruno, id);
      await ana.keyboard.press('c');
      await ana.fill('#actor', 'Ana');
      await ana.keyboard.press('Enter');
      await timelineSays(ana, 'Ana se hizo cargo');
      await timelineSays(bruno, 'Ana claimed it');
      await ana.waitForSelector('[data-testid=actor] bdi');
      assert.equal(await ana.textContent('[data-testid=actor] bdi'), 'Ana');
    },
  );

  await step('settled as momentum, seen in both windows', async () => {
    await ana.click('[data-testid=settle]:enabled');
    assert.ok(await ana.isDisabled('[data-testid=confirm]'), 'an outcome must be chosen');
    await ana.check('input[value=momentum]');
    await ana.fill('#note', 'Llamada, disculpa y solución.');
    await ana.click('[data-testid=confirm]');
    await ana.waitForSelector('.case-head .state-momentum');
    await bruno.waitForSelector('.case-head .state-momentum');
    await timelineSays(bruno, 'Ana settled it: Momentum.*Llamada, disculpa y solución');
    const known = await bruno.evaluate(
      (path) => fetch(path).then((answer) => answer.json()),
      `/api/v1/cases/${encodeURIComponent(id)}`,
    );
    assert.deepEqual(
      [known.case.state, known.case.outcome, known.case.assignee],
      ['settled', 'momentum', 'Ana'],
    );
  });

  for (const locale of ['es-ES', 'en-GB'])
    for (const scheme of ['light', 'dark'])
      for (const [width, height] of [
        [1440, 900],
        [390, 844],
      ])
        await step(`accessible: ${locale}, ${scheme}, ${width} px`, async () => {
          const page = await open({ locale, scheme, width, height, name: 'Ana' });
          const look = async (what) => {
            await page.screenshot({
              path: join(shots, `${what}-${locale.slice(0, 2)}-${scheme}-${width}.png`),
            });
            assert.deepEqual(await axe(page), [], `${what}: no serious violation`);
            const wider = await page.evaluate(
              () => document.documentElement.scrollWidth - window.innerWidth,
            );
            assert.ok(wider <= 0, `${what} is ${wider} px wider than the window`);
          };
          await look('list');
          await openCase(page, id);
          await look('case');
          await page.keyboard.press('?');
          await page.waitForSelector('dialog[open]');
          await look('help');
          const desk = desks.pop();
          assert.deepEqual(desk.wrong, []);
          await desk.close();
        });

  await step('it fits 320 px', async () => {
    const page = await open({ width: 320, height: 700, locale: 'es-ES' });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), 'the list');
    await openCase(page, id);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), 'a case');
  });

  await step('nothing was refused or went wrong, and no text became a script', async () => {
    for (const { page, wrong } of desks) {
      assert.deepEqual(wrong, []);
      assert.deepEqual(
        await page.$$eval('script', (all) => all.map((each) => new URL(each.src).pathname)),
        ['/app.js'],
      );
    }
  });

  await step('once the program has ended, the desk does not pretend to be live', async () => {
    await demo.stop();
    demo = undefined;
    await ana.waitForSelector('.link.lost');
    assert.equal(await ana.$('.link.live'), null);
  });
}

let failed;
try {
  await run();
} catch (error) {
  failed = error;
}
await browser?.close();
const said = demo?.said() ?? '';
await demo?.stop();
console.log(`screenshots: ${shots}`);
if (failed) {
  console.error(`FAILED ${failed.message}\n--- the program said:\n${said.slice(-4000)}`);
  process.exit(1);
}
console.log(`desk: all steps passed in ${Math.round((Date.now() - begun) / 1000)} s`);
