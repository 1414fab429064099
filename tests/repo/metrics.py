"""metrics.py: dashboards and alerts ask only for what quince exports, and ask it in valid PromQL.

Every metric named in config/grafana/*.json and config/prometheus/*.yml stands in core/metrics.def, with the suffix of its kind
and with the labels it is asked by. Dashboards: ids are unique, panels do not overlap, each has a description and a unit and
reads from the chosen data source. With promtool: every expression parses, and the rules' own tests pass.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROW = re.compile(r'^QUINCE_METRIC\((\w+), (\w+), "([^"]*)",', re.M)
# From the scrape itself, not from quince.
TARGET_LABELS = {"job", "instance", "namespace", "pod", "le"}
USE = re.compile(r"(?<![\w:])(quince_\w+)(?:\{([^}]*)\})?")
LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
GROUPING = re.compile(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)")


def exported(text):
    """Metric name as Prometheus sees it, to the labels it has."""
    names = {}
    for kind, name, labels in ROW.findall(text):
        own = set(filter(None, labels.split(",")))
        if kind == "counter":
            names[f"quince_{name}_total"] = own
        elif kind == "gauge":
            names[f"quince_{name}"] = own
        else:
            names.update({f"quince_{name}_{part}": own for part in ("bucket", "sum", "count")})
    return names


def judge(expr, names):
    """What is wrong with one expression's names."""
    groups = {label.strip() for list_ in GROUPING.findall(expr) for label in list_.split(",") if label.strip()}
    known = set(TARGET_LABELS)
    for name, labels in USE.findall(expr):
        if name not in names:
            yield f"{name} is not in core/metrics.def"
            continue
        known |= names[name]
        for label in LABEL.findall(labels):
            if label not in names[name] | TARGET_LABELS:
                yield f"{name} has no label {label}"
    if USE.search(expr):
        for label in sorted(groups - known):
            yield f"nothing in it has the label {label}: {expr}"


def judge_dashboard(board):
    ids = [panel["id"] for panel in board["panels"]]
    if len(ids) != len(set(ids)):
        yield "panel ids repeat"
    cells = {}
    for panel in board["panels"]:
        at = panel["gridPos"]
        if at["x"] + at["w"] > 24:
            yield f"{panel['title']}: wider than the grid"
        for cell in ((x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])):
            if cells.setdefault(cell, panel["title"]) != panel["title"]:
                yield f"{panel['title']} overlaps {cells[cell]}"
                break
        if panel["type"] == "row":
            continue
        if not panel.get("description") or not panel["fieldConfig"]["defaults"].get("unit"):
            yield f"{panel['title']}: no description or no unit"
        if any(part["datasource"]["uid"] != "${datasource}" for part in [panel, *panel["targets"]]):
            yield f"{panel['title']}: a fixed data source"
    if board["id"] is not None or not board["uid"]:
        yield "id must be null and uid set"


def expressions(board):
    out = [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])]
    out += [note["expr"] for note in board["annotations"]["list"] if "expr" in note]
    return [expr.replace("$__rate_interval", "5m") for expr in out]


def promtool(*arguments, folder=None):
    done = subprocess.run(["promtool", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [f"promtool {' '.join(arguments)}: {done.stdout}{done.stderr}"]


def promtool_parses(exprs):
    with tempfile.TemporaryDirectory() as folder:
        rules = [{"record": f"check:{number}", "expr": expr} for number, expr in enumerate(exprs)]
        pathlib.Path(folder, "rules.yml").write_text(json.dumps({"groups": [{"name": "check", "rules": rules}]}))
        return promtool("check", "rules", "rules.yml", folder=folder)


def self_check():
    names = exported('QUINCE_METRIC(counter, a, "kind", "x")\nQUINCE_METRIC(histogram, b_seconds, "", "x")\n')
    for good in ('sum by (kind) (rate(quince_a_total{kind="x"}[5m]))', "sum by (le) (quince_b_seconds_bucket)", "vector(1)"):
        assert not list(judge(good, names)), good
    for bad in ("quince_a", "quince_b_seconds", 'quince_a_total{no="x"}', "sum by (no) (quince_a_total)", "quince_nothing"):
        assert list(judge(bad, names)), bad


def main():
    self_check()
    names = exported((ROOT / "core/metrics.def").read_text())
    wrong, exprs = [], 0
    for path in sorted((ROOT / "config/grafana").glob("*.json")):
        board = json.loads(path.read_text())
        asked = expressions(board)
        exprs += len(asked)
        wrong += [f"{path.name}: {what}" for what in judge_dashboard(board)]
        wrong += [f"{path.name}: {what}" for expr in asked for what in judge(expr, names)]
        wrong += promtool_parses(asked) if shutil.which("promtool") else []
    for path in sorted((ROOT / "config/prometheus").glob("*.yml")):
        for name, labels in USE.findall(path.read_text()):
            exprs += 1
            wrong += [f"{path.name}: {what}" for what in judge(f"{name}{{{labels}}}", names)]
    if shutil.which("promtool"):
        wrong += promtool("check", "rules", "rules.yml", "alerts.yml", folder=ROOT / "config/prometheus")
        wrong += promtool("test", "rules", "alerts_test.yml", folder=ROOT / "config/prometheus")
    else:
        print("promtool is not here (./dev setup test): names are checked, expressions are not")
    for line in wrong:
        print(line)
    print(f"{len(names)} series exported, {exprs} uses checked, {len(wrong)} wrong")
    return 1 if wrong or not names or not exprs else 0


if __name__ == "__main__":
    sys.exit(main())
