#!/usr/bin/env bash
# tools/helm/check.sh [QUINCE]: the chart, with a real helm. Lints and renders helm/ci/*.yaml, judges what comes out, sees that
# helm/ci/bad/*.yaml are refused for the reason in their first line, and has every value explained. With a built quince, that
# program checks the rendered quince.yaml of helm/ci/trial.yaml. Exit status 77 (skipped) where there is no helm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
PATH=$PWD/.tools/bin:$PATH
command -v helm >/dev/null || { echo "no helm here (./dev setup test)"; exit 77; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
failed=0
bad() { echo "WRONG: $*"; failed=1; }
quiet() { grep -v 'found symbolic link' || true; }

for values in helm/ci/*.yaml; do
  name=$(basename "$values" .yaml)
  helm lint --strict helm -f "$values" >"$out/log" 2>&1 || { quiet <"$out/log"; bad "lint with $values"; }
  for cluster in plain monitoring.coreos.com/v1; do
    helm template rel helm -n care -f "$values" --api-versions "$cluster" >"$out/$name-${cluster%%/*}.yaml" 2>"$out/log" ||
      { quiet <"$out/log"; bad "rendering $values"; }
  done
done
python3 tools/helm/judge.py "$out"/*.yaml || failed=1
[ ! -d tools/helm/node_modules/kubernetes-models ] || node tools/helm/types.mjs "$out"/*.yaml || failed=1

rules=$(grep -c 'kind: PrometheusRule' "$out"/full-*.yaml | cut -d: -f2 | paste -sd ' ')
[ "$rules" = "1 0" ] || bad "PrometheusRule is made without the operator, or not made with it ($rules)"

for values in helm/ci/bad/*.yaml; do
  reason=$(sed -n '1s/^# refused: //p' "$values")
  if helm template rel helm -f "$values" >"$out/log" 2>&1; then
    bad "$values is accepted"
  else
    grep -q -- "$reason" "$out/log" || { quiet <"$out/log"; bad "$values is refused, but not for $reason"; }
  fi
done

# Each key of values.yaml stands under a comment that names it (what Kubernetes itself defines, under resources, does not).
awk '/^ *#/ {comment = comment " " $0; next}
     /^ *[A-Za-z]+:/ {key = $1; sub(":.*", "", key)
       if (index(comment, key) == 0 && !under) {print "no comment: " key; wrong = 1}}
     {comment = ""; under = $0 ~ /resources:$/ || (under && $0 ~ /^ *(requests|limits):/)}
     END {exit wrong}' helm/values.yaml || bad "values.yaml"

if [ $# -gt 0 ]; then
  python3 -c 'import sys, yaml
for item in yaml.safe_load_all(open(sys.argv[1])):
    if item and "quince.yaml" in item.get("data", {}): print(item["data"]["quince.yaml"])' "$out/trial-plain.yaml" >"$out/quince.yaml"
  "$1" check -c "$out/quince.yaml" || bad "quince does not accept the rendered quince.yaml"
fi
[ $failed = 0 ] && echo "chart: good"
exit $failed
