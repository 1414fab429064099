// Debian's chromium, and pages that keep what must never happen: errors on the console, exceptions,
// refusals by the Content-Security-Policy.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

// A reader with a window, a colour scheme and a language; `name` is who acts, where that is known
// already.
export async function openDesk(
  browser,
  { width = 1440, height = 900, scheme = 'light', locale = 'en-GB', name } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    locale,
    reducedMotion: 'reduce',
    deviceScaleFactor: 1,
  });
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`exception: ${error.stack ?? error}`));
  await page.exposeFunction('refused', (what) => wrong.push(`CSP: ${what}`));
  await page.addInitScript((known) => {
    document.addEventListener('securitypolicyviolation', (event) =>
      window.refused(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
    if (known) localStorage.setItem('quince.actor', known);
  }, name);
  page.setDefaultTimeout(20_000);
  return { page, wrong, close: () => context.close() };
}

// What axe finds of serious and critical impact, for WCAG 2.2 A and AA; one line each.
export async function axe(page) {
  await page.evaluate(axeSource); // by the debugger, which the page's policy does not bind
  const violations = await page.evaluate(() =>
    window.axe
      .run(document, {
        resultTypes: ['violations'],
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      })
      .then((result) => result.violations),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')} – ${node.failureSummary}`),
    );
}
