// PostgreSQL and redis of the machine, each private: a temporary folder, free ports on loopback.
import { spawn, spawnSync } from 'node:child_process';
import { chown, mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

const postgresHome = '/usr/lib/postgresql';

// The folder of PostgreSQL's programs; undefined: it is not installed.
export async function postgresPrograms() {
  const versions = await readdir(postgresHome).catch(() => []);
  const newest = versions.map(Number).sort((a, b) => b - a)[0];
  return newest ? join(postgresHome, String(newest), 'bin') : undefined;
}

export const hasRedis = () => spawnSync('redis-server', ['--version']).status === 0;

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// PostgreSQL refuses to run as root.
function postgresUser() {
  if (process.getuid() !== 0) return {};
  const id = (flag) => Number(spawnSync('id', [flag, 'postgres']).stdout.toString().trim());
  return { uid: id('-u'), gid: id('-g') };
}

async function untilItAnswers(what, ask) {
  for (let tries = 0; tries < 200; ++tries) {
    if (ask()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not start`);
}

export async function startPostgres(folder) {
  const programs = await postgresPrograms();
  const user = postgresUser();
  await mkdir(folder);
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = { ...user, cwd: folder, stdio: 'ignore' };
  const made = spawnSync(join(programs, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'quince'], {
    ...user,
    cwd: folder,
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const child = spawn(
    join(programs, 'postgres'),
    [
      '-D',
      data,
      '-p',
      String(port),
      '-k',
      folder,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'fsync=off',
    ],
    options,
  );
  const place = ['-h', '127.0.0.1', '-p', String(port), '-U', 'quince'];
  await untilItAnswers(
    'PostgreSQL',
    () => spawnSync(join(programs, 'pg_isready'), place).status === 0,
  );
  return { child, signal: 'SIGINT', url: `postgresql://quince@127.0.0.1:${port}/postgres` };
}

export async function startRedis(folder) {
  await mkdir(folder);
  const port = await freePort();
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
    { stdio: 'ignore' },
  );
  const ask = () => spawnSync('redis-cli', ['-p', String(port), 'ping']).stdout?.includes('PONG');
  await untilItAnswers('redis', ask);
  return { child, signal: 'SIGTERM', place: `127.0.0.1:${port}` };
}
