"""judge.py FILE…: what helm rendered, against the rules of this chart that no schema knows. Prints what is wrong.

Restricted pods, probes, one writer, selectors that find their pods, a quince.yaml that parses, and names that do not repeat.
The alerts are those of config/prometheus/, the dashboard is that of config/grafana/.
"""
import json
import pathlib
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
POD = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
CONTAINER = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}


def pod_of(item):
    """(labels, spec) of the pod that an object makes, or None."""
    if item["kind"] == "Pod":
        return item["metadata"]["labels"], item["spec"]
    template = item.get("spec", {}).get("template") if isinstance(item.get("spec"), dict) else None
    return (template["metadata"]["labels"], template["spec"]) if template else None


def judge_pod(spec, is_test):
    if any(spec["securityContext"].get(key) != value for key, value in POD.items()):
        yield "the pod is not restricted"
    if spec.get("automountServiceAccountToken") is not False:
        yield "the pod gets a token"
    for container in spec["containers"]:
        if any(container["securityContext"].get(key) != value for key, value in CONTAINER.items()):
            yield "a container is not restricted"
        if "limits" not in container["resources"]:
            yield "a container has no limits"
        if not is_test and not {"livenessProbe", "readinessProbe"} <= container.keys():
            yield "a container has no probes"
        known = {volume["name"] for volume in spec.get("volumes", [])} | {"store"}
        for mount in container.get("volumeMounts", []):
            if mount["name"] not in known:
                yield f"no volume {mount['name']}"


def groups_of(*names):
    return [group for name in names for group in yaml.safe_load((ROOT / "config/prometheus" / name).read_text())["groups"]]


def judge_copies(item):
    """What the chart takes over from config/, which an unreadable file would leave out without a word."""
    if item["kind"] == "PrometheusRule" and item["spec"]["groups"] != groups_of("rules.yml", "alerts.yml"):
        yield "its groups are not those of config/prometheus"
    if "quince.json" in item.get("data", {}):
        try:
            board = json.loads(item["data"]["quince.json"])
        except ValueError:
            board = None
        if board != json.loads((ROOT / "config/grafana/quince.json").read_text()):
            yield "it is not the dashboard of config/grafana"


def judge(items):
    pods = [pod[0] for pod in map(pod_of, items) if pod]
    seen = set()
    for item in items:
        name = f"{item['kind']} {item['metadata']['name']}"
        if name in seen:
            yield f"{name} twice"
        seen.add(name)
        if "app.kubernetes.io/instance" not in item["metadata"].get("labels", {}):
            yield f"{name}: no labels"
        if item["kind"] == "StatefulSet" and item["spec"]["replicas"] != 1:
            yield f"{name}: the store has one writer"
        if item["kind"] == "Service":
            want = item["spec"]["selector"].items()
            if not any(want <= labels.items() for labels in pods):
                yield f"{name} selects no pod"
        if pod_of(item):
            for what in judge_pod(pod_of(item)[1], item["kind"] == "Pod"):
                yield f"{name}: {what}"
        for what in judge_copies(item):
            yield f"{name}: {what}"
        if "quince.yaml" in item.get("data", {}):
            config = yaml.safe_load(item["data"]["quince.yaml"])
            if config["store"] != {"dir": "/var/lib/quince"} or not config["listen"]["metrics"].startswith("0.0.0.0:"):
                yield f"{name}: quince.yaml lacks what the chart writes"


def self_check():
    bad = {"kind": "Pod", "metadata": {"name": "x", "labels": {}},
           "spec": {"securityContext": {}, "containers": [{"securityContext": {}, "resources": {}}]}}
    service = {"kind": "Service", "metadata": {"name": "y", "labels": {}}, "spec": {"selector": {"a": "b"}}}
    assert len(list(judge([bad, service, service]))) == 10, list(judge([bad, service, service]))
    rule = {"kind": "PrometheusRule", "spec": {"groups": []}}
    boards = [{"kind": "ConfigMap", "data": {"quince.json": text}} for text in ("", "{}")]
    assert [len(list(judge_copies(item))) for item in [rule, *boards]] == [1, 1, 1]


def main():
    self_check()
    wrong = 0
    for file in sys.argv[1:]:
        items = [item for item in yaml.safe_load_all(pathlib.Path(file).read_text()) if item]
        for what in judge(items):
            wrong += 1
            print(f"{file}: {what}")
        if not any(item["kind"] == "StatefulSet" for item in items):
            wrong += 1
            print(f"{file}: nothing runs quince")
    print(f"{len(sys.argv) - 1} renderings, {wrong} wrong")
    return 1 if wrong or not sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
