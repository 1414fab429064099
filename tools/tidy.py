"""tidy.py [all]: clang-tidy over the sources that changed (or all), with build/tidy's compilation database.

Changed means: since the common ancestor with origin/main, or since the commit before when HEAD is that ancestor, plus what is
not committed. A changed header is checked through the source beside it, else through one that includes it.
"""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

BUILD = "build/tidy"


def git(*arguments):
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    return done.stdout.split() if done.returncode == 0 else []


def base():
    head = git("rev-parse", "HEAD")
    ancestor = git("merge-base", "HEAD", "origin/main")
    return ancestor if ancestor and ancestor != head else git("rev-parse", "--verify", "-q", "HEAD~1")


def includer(header, sources):
    """The source beside the header, else the first that includes it."""
    beside = str(pathlib.Path(header).with_suffix(".cpp"))
    if beside in sources:
        return beside
    line = f'#include "{header}"'
    return next((name for name in sources if line in pathlib.Path(name).read_text()), None)


def chosen(sources):
    if sys.argv[1:] == ["all"]:
        return sources
    since = base()
    if not since:
        print("tidy: no earlier commit here to compare with (a shallow clone?): checking every file")
        return sources
    changed = set(git("diff", "--name-only", since[0]) + git("ls-files", "-o", "--exclude-standard"))
    changed = {name for name in changed if os.path.exists(name)}
    picked = {name for name in sources if name in changed}
    picked |= {includer(name, sources) for name in changed if name.endswith(".h")} - {None}
    return sorted(picked)


def check(name):
    return name, subprocess.run(["clang-tidy-19", "-p", BUILD, "--quiet", name], capture_output=True, text=True, check=False)


def main():
    root = os.getcwd() + "/"
    compiled = [entry["file"] for entry in json.loads(pathlib.Path(BUILD, "compile_commands.json").read_text())]
    sources = sorted({name.removeprefix(root) for name in compiled if name.endswith(".cpp")})
    sources = [name for name in sources if not name.startswith(("/", "build/"))]
    names, failed = chosen(sources), 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, done in pool.map(check, names):
            print(f"tidy {name}: {'ok' if done.returncode == 0 else 'PROBLEMS'}", flush=True)
            if done.returncode:
                failed += 1
                print(done.stdout + done.stderr)
    print(f"tidy: {len(names)} of {len(sources)} sources, {failed} with problems")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
