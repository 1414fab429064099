// Starts `quince demo` on a store of its own and a free port, and stops it again.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const startWithinMs = 60_000; // a build with sanitizers on a busy machine
const stopWithinMs = 20_000;

export async function startDemo(binary, minutes) {
  const store = await mkdtemp(join(tmpdir(), 'quince-e2e-'));
  const args = ['demo', '--minutes', String(minutes), '--port', '0', '--store', store];
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  let out = '';
  let err = '';
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`no "desk:" line within ${startWithinMs} ms`)),
      startWithinMs,
    );
    child.once('error', reject);
    ended.then(({ code, signal }) =>
      reject(new Error(`the program ended (${code ?? signal})\n${out}${err}`)),
    );
    child.stderr.on('data', (data) => {
      err = (err + data).slice(-20_000);
    });
    child.stdout.on('data', (data) => {
      out = (out + data).slice(-20_000);
      const line = /^desk: (http:\/\/127\.0\.0\.1:\d+\/)\s*$/m.exec(out);
      if (!line) return;
      clearTimeout(late);
      resolve(line[1]);
    });
  }).catch(async (error) => {
    child.kill('SIGKILL');
    await rm(store, { recursive: true, force: true });
    throw error;
  });
  return {
    url,
    said: () => out + err,
    // Asks it to end; resolves to how it did. It is killed when it does not.
    async stop() {
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      const how = await ended;
      clearTimeout(killer);
      await rm(store, { recursive: true, force: true });
      return how;
    },
  };
}
