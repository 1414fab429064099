"""arrows.py [ROOT]: does any folder include what it must not know?

    core <- {io, spread} <- {collectors, matcher, alerting} <- dashboard <- config <- app

Reads the #include lines of every source. Folders side by side never include each other. matcher and spread are pure: of io
they may use only what turns text into values, and no file, socket, thread or clock. core is the standard library only. Each
foreign library stays where it is wrapped.
"""
import pathlib
import re
import sys

BELOW_THE_DESK = {"core", "io", "spread", "collectors", "matcher", "alerting"}
MAY_INCLUDE = {
    "core": {"core"},
    "io": {"core", "io"},
    "spread": {"core", "spread"},
    "collectors": {"core", "io", "spread", "collectors"},
    "matcher": {"core", "spread", "matcher"},
    "alerting": {"core", "io", "spread", "alerting"},
    "dashboard": BELOW_THE_DESK | {"dashboard"},
    "config": BELOW_THE_DESK | {"dashboard", "config"},
    "app": BELOW_THE_DESK | {"dashboard", "config", "app"},
}
PURE = {"matcher", "spread"}
PURE_FROM_IO = re.compile(r"io/(json_\w+|yaml)\.h$")
IMPURE_HEADERS = re.compile(r"(fstream|iostream|filesystem|thread|sys/\w+\.h|netinet/.*|unistd\.h|fcntl\.h|dirent\.h)$")
IMPURE_CALLS = re.compile(
    r"\b(system_clock|steady_clock|high_resolution_clock|clock_gettime|gettimeofday|fopen|printf|getenv|random_device)\b"
    r"|\b(?:std::)?time\((?:nullptr|NULL|0)\)")
# The C++ library's own headers have neither a dot nor a slash.
STANDARD_HEADER = re.compile(r"[a-z0-9_]+$")
WRAPPED = [  # library, the folders that may name it
    (re.compile(r"curl/"), {"io"}), (re.compile(r"hiredis/"), {"io"}), (re.compile(r"sqlite3\.h"), {"io"}),
    (re.compile(r"boost/"), {"io"}), (re.compile(r"prometheus/"), {"io"}), (re.compile(r"simdjson"), {"io"}),
    (re.compile(r"yaml-cpp/"), {"io"}), (re.compile(r"openssl/"), {"io"}), (re.compile(r"libxml/"), {"collectors", "io"}),
    (re.compile(r"hs(/|\.h)"), {"matcher", "app"}),  # the doctor asks whether it runs on this CPU
    (re.compile(r"CLI/"), {"app"}),
]
INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)')
COMMENT = re.compile(r"//.*|/\*.*?\*/|\"(?:\\.|[^\"\\])*\"")


def judge_own(folder, path):
    """What is wrong with #include "path" in folder, or None."""
    if "/" not in path:
        return f'"{path}" is not given from the root of the tree'
    other = path.split("/")[0]
    if other not in MAY_INCLUDE:
        return None  # made at build time
    if other in MAY_INCLUDE[folder] or (folder in PURE and PURE_FROM_IO.match(path)):
        return None
    return f"{folder} must not include {path}"


def judge_system(folder, path):
    for library, folders in WRAPPED:
        if library.match(path):
            return None if folder in folders else f"<{path}> belongs to {' and '.join(sorted(folders))}"
    if folder == "core" and not STANDARD_HEADER.match(path):
        return f"<{path}>: core uses the standard library only"
    if folder in PURE and IMPURE_HEADERS.match(path):
        return f"<{path}>: {folder} is pure: no files, sockets, threads or clock"
    return None


def violations(root):
    """(how many files were read, ["file:line: what", …])."""
    count, found = 0, []
    for folder in MAY_INCLUDE:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix not in (".h", ".cpp", ".inc", ".def") or "node_modules" in file.parts:
                continue
            count += 1
            for number, line in enumerate(file.read_text().split("\n"), 1):
                include = INCLUDE.match(line)
                wrong = None
                if include:
                    wrong = judge_own(folder, include[1]) if include[1] else judge_system(folder, include[2])
                elif folder in PURE and IMPURE_CALLS.search(COMMENT.sub("", line)):
                    wrong = f"{folder} is pure: this reads the world"
                if wrong:
                    found.append(f"{file.relative_to(root)}:{number}: {wrong}")
    return count, found


def main():
    root = pathlib.Path(sys.argv[1] if sys.argv[1:] else ".").resolve()
    count, found = violations(root)
    for line in found:
        print(line)
    print(f"{count} files, {len(found)} wrong arrows")
    return 1 if found or not count else 0


if __name__ == "__main__":
    sys.exit(main())
