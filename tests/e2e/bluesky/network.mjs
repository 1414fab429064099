// A Bluesky of its own: the reference servers (PDS, AppView and what stands between) on loopback,
// with a few invented people. Run by ../bluesky.mjs with Node 22; it says what it does in lines of
// JSON and does what lines of JSON ask for:
//
//   {"do":"post","who":"ana","text":"…","answers":N}   N: the number of an earlier post
//   {"do":"like"|"repost"|"delete","who":"luis","post":N}
//
// The people's handles end in .test, the one domain that the servers' test network gives out.
import { TestNetwork } from '@atproto/dev-env';
import { createInterface } from 'node:readline';

const people = ['ana', 'luis', 'marta', 'ayuda'];
const password = 'invented-password';
const schema = `quince_${'x'.repeat(process.pid % 7)}`; // letters and underlines alone are allowed

const network = await TestNetwork.create({
  dbPostgresSchema: schema,
  bsky: { dbPostgresSchema: schema },
});
const seed = network.getSeedClient();
for (const name of people)
  await seed.createAccount(name, {
    handle: `${name}.test`,
    email: `${name}@mail.example`,
    password,
  });

const posts = [];

async function act({ do: what, who, text, answers, post }) {
  const did = seed.dids[who];
  if (what === 'post') {
    const parent = answers === undefined ? undefined : posts[answers];
    const made = parent
      ? await seed.reply(did, parent.ref, parent.ref, text)
      : await seed.post(did, text);
    posts.push(made);
  }
  if (what === 'like') await seed.like(did, posts[post].ref);
  if (what === 'repost') await seed.repost(did, posts[post].ref);
  if (what === 'delete') await seed.deletePost(did, posts[post].ref.uri);
  await network.processAll(); // until the AppView has it
  return { posts: posts.length, uri: posts.at(-1)?.ref.uriStr };
}

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
say({ ready: true, pds: network.pds.url, appview: network.bsky.url, password });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say(await act(JSON.parse(line)));
  } catch (error) {
    say({ error: String(error.stack ?? error) });
  }
}
await network.close();
process.exit(0);
