"""lint.py [FILE…]: the checks that need no build. Prints file:line: what, and how many; exit status 1 when there is any.

Looks at the files git knows or would add, so build folders and node_modules stay out.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

import yaml

LINES_MAX = 400
CODE = {".h", ".cpp", ".ts", ".tsx", ".mjs", ".css", ".py", ".sh", ".cmake"}
# Recorded or made to be odd on purpose: their bytes are the test.
FIXTURES = re.compile(r"^(tests/.*/(fixtures|corpus|golden)/|tests/fuzz/)|\.(png|svg|ico|woff2|bin)$")


def files_of_tree():
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], check=True, capture_output=True)
    return sorted({name for name in out.stdout.decode().split("\0") if os.path.isfile(name)})


def is_shell(name, text):
    return name.endswith(".sh") or re.match(r"#!(/usr)?/bin/(env )?(ba)?sh\b", text)


def spaces(name, text):
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip() and not name.endswith(".md"):
            yield number, "trailing space"
        if "\t" in line.rstrip() and not name.endswith((".md", ".tsv", "Makefile")) and name != "LICENSE":
            yield number, "tab"
        if "\r" in line:
            yield number, "carriage return"
    if text and not text.endswith("\n"):
        yield text.count("\n") + 1, "no newline at the end"
    elif text.endswith("\n\n"):
        yield text.count("\n"), "empty lines at the end"


def length(name, text):
    lines = text.count("\n")
    if lines > LINES_MAX and (pathlib.Path(name).suffix in CODE or is_shell(name, text)):
        yield lines, f"{lines} lines; {LINES_MAX} is the most"


def data(name, text):
    if name.startswith("helm/templates/"):
        return  # not YAML before helm has rendered them; tools/helm/check.sh does
    try:
        if name.endswith((".yaml", ".yml", ".clang-format", ".clang-tidy")):
            list(yaml.safe_load_all(text))
        elif name.endswith(".json"):
            json.loads(text)
    except (yaml.YAMLError, ValueError) as error:
        yield 1, "does not parse: " + " ".join(str(error).split())
    if name.endswith("package-lock.json"):
        for number, line in enumerate(text.split("\n"), 1):
            if '"resolved": "http' in line:
                yield number, "a lock file records no addresses (.npmrc: omit-lockfile-registry-resolved=true)"


def tool(command, names):
    """Runs a checker over names; its own words are the message."""
    if not names:
        return []
    done = subprocess.run(command + names, capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).strip().split("\n")
    return lines if done.returncode else []


def main():
    names = sys.argv[1:] or files_of_tree()
    problems, shell = [], []
    for name in names:
        if FIXTURES.search(name):
            continue
        try:
            text = pathlib.Path(name).read_bytes().decode()
        except UnicodeDecodeError as error:
            problems.append(f"{name}:1: not UTF-8 ({error.reason})")
            continue
        if is_shell(name, text):
            shell.append(name)
        for check in (spaces, length, data):
            problems += [f"{name}:{number}: {what}" for number, what in check(name, text)]
    cpp = [name for name in names if name.endswith((".h", ".cpp")) and not FIXTURES.search(name)]
    odd = {line.split(":", 2)[0]: line.split(":", 2)[1]
           for line in reversed(tool(["clang-format-19", "--dry-run", "-Werror"], cpp)) if "error:" in line}
    problems += [f"{name}:{number}: not formatted, from here on (./dev fmt)" for name, number in sorted(odd.items())]
    problems += [line for line in tool(["shellcheck", "--format=gcc", "--external-sources"], shell) if line]
    for problem in problems:
        print(problem)
    print(f"lint: {len(names)} files, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
