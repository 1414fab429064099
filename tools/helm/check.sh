#!/usr/bin/env bash
# tools/helm/check.sh [QUINCE]: the chart, with a real helm. Lints and renders helm/ci/*.yaml, judges what comes out, sees that
# helm/ci/bad/*.yaml are refused for the reason in their first line, and has every value explained. With a built quince, that
# program checks the rendered quince.yaml of helm/ci/trial.yaml and tries the rule packs of helm/ci/full.yaml. Exit status 77 (skipped) where there is no helm.
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
  # data_of RENDERING NAME FOLDER: the files of the ConfigMap of that name.
  data_of() {
    python3 -c 'import pathlib, sys, yaml
for item in yaml.safe_load_all(open(sys.argv[1])):
    if item and item["kind"] == "ConfigMap" and item["metadata"]["name"] == sys.argv[2]:
        for name, text in item["data"].items(): (pathlib.Path(sys.argv[3]) / name).write_text(text)' "$@"
  }
  mkdir "$out/config" "$out/rules"
  data_of "$out/trial-plain.yaml" trial "$out/config"
  "$1" check -c "$out/config/quince.yaml" || bad "quince does not accept the rendered quince.yaml"
  data_of "$out/full-plain.yaml" rel-quince-rules "$out/rules"
  "$1" rules test --rules "$out/rules" || bad "quince does not accept the rule packs of helm/ci/full.yaml"
fi
[ $failed = 0 ] && echo "chart: good"
exit $failed
