"""tally.py DIR: what the steps of ./dev left in DIR, as a table of times and, last, "N passed, N failed".

DIR/steps holds "name budget-minutes seconds status" a line. A step with DIR/name.xml (JUnit, from ctest) or DIR/name.json
(from vitest) counts as its tests; any other counts as one, a build or set-up that went well as none. A step that failed
without a failed test counts as one failure, so a broken build is never "0 failed".
"""
import json
import pathlib
import sys
import xml.etree.ElementTree as xml


def counts(folder, name):
    """(passed, failed names, skipped names), or None when the step left no results."""
    junit, vitest = folder / f"{name}.xml", folder / f"{name}.json"
    if junit.exists():
        passed, failed, skipped = 0, [], []
        for case in xml.parse(junit).getroot().iter("testcase"):
            if case.find("failure") is not None or case.get("status") == "fail":
                failed.append(case.get("name"))
            elif case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
                skipped.append(case.get("name"))
            else:
                passed += 1
        return passed, failed, skipped
    if vitest.exists():
        report = json.loads(vitest.read_text())
        failed = [test["fullName"] for file in report["testResults"] for test in file["assertionResults"]
                  if test["status"] == "failed"]
        return report["numPassedTests"], failed, ["vitest"] * report["numPendingTests"]
    return None


def main():
    folder = pathlib.Path(sys.argv[1])
    passed, failed, skipped = 0, [], []
    print("\nstep                budget      took")
    for line in (folder / "steps").read_text().splitlines():
        name, budget, seconds, status = line.split()
        found = counts(folder, name)
        if found is None:
            found = (int(status == "0" and not name.startswith(("build", "setup"))), [], [])
        if status != "0" and not found[1]:
            found[1].append(f"{name} (exit status {status})")
        passed += found[0]
        failed += found[1]
        skipped += found[2]
        late = "  over its budget" if int(seconds) > 60 * int(budget) else ""
        print(f"{name:18} {budget:>3} min  {int(seconds) // 60:>3}:{int(seconds) % 60:02}{late}")
    for name in skipped:
        print(f"skipped: {name}")
    for name in failed:
        print(f"FAILED: {name}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
