"""docs.py [QUINCE]: do README.md, CONTRIBUTING.md and docs/*.md name things that exist? And do config/ and helm/?

Checked: relative links, paths in backticks, `./dev` verbs, `quince` subcommands (against `QUINCE --help` when a built program
is given); in config/ and helm/ the last two alone. A path with <angle brackets>, a star or an ellipsis is a pattern and is passed over.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
CODE = re.compile(r"`([^`\n]+)`|^```\w*\n(.*?)^```", re.M | re.S)
QUOTED = re.compile(r"`([^`\n]+)`")
VERB = re.compile(r"(?:^|[\s`])\./dev\s+([a-z][a-z0-9_-]*)", re.M)
COMMAND = re.compile(r"(?:^|[\s`/])quince\s+([a-z][a-z-]*)")
PATH = re.compile(r"^\.?/?[\w.+-]+(/[\w.+-]+)*/?$")
KNOWN_ENDINGS = (".md", ".h", ".cpp", ".yaml", ".yml", ".json", ".py", ".sh", ".cmake", ".def", ".inc", ".mjs", ".txt", ".html")
TEXTS = {".yaml", ".yml", ".json", ".md", ".txt", ".tpl"}
MADE_LATER = ("build/", "/var/", "/etc/", "/run/", "/tmp/", "/api/", "/-/", "/metrics", "/events")


def documents():
    return [path for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
            if path.exists()]


def texts():
    """What people read outside the documents: comments, descriptions, alerts. Links are read where they lead."""
    return [path for folder in ("config", "helm") for path in sorted((ROOT / folder).rglob("*"))
            if path.is_file() and not path.is_symlink() and path.suffix in TEXTS]


def verbs():
    text = subprocess.run([ROOT / "dev", "help"], check=True, capture_output=True, text=True).stdout
    return set(re.findall(r"^  ([a-z]+)[ ,]", text, re.M)) | set(re.findall(r"^  [a-z]+, ([a-z]+) ", text, re.M))


def subcommands(program):
    text = subprocess.run([program, "--help"], check=True, capture_output=True, text=True).stdout
    return set(re.findall(r"^\s+([a-z][a-z-]+)\b", text, re.M))


def looks_like_a_path(word, tops):
    if not PATH.match(word) or word.startswith(MADE_LATER) or word.startswith(".."):
        return False
    word = word.removeprefix("./")
    return word.split("/")[0] in tops if "/" in word else word.endswith(KNOWN_ENDINGS) and word in tops


def commands_of(text, known_verbs, known_commands):
    for verb in VERB.findall(text):
        if verb not in known_verbs:
            yield f"./dev {verb}"
    for command in COMMAND.findall(text) if known_commands is not None else []:
        if command not in known_commands:
            yield f"quince {command}"


def problems_of(text, folder, tops, known_verbs, known_commands):
    """What the text names that is not there. folder is where its relative links start."""
    for link in LINK.findall(text):
        if not (folder / link).exists():
            yield f"link to {link}"
    code = [inline or block for inline, block in CODE.findall(text)]
    for piece in code:
        for word in piece.split():
            word = word.strip(",;:()").rstrip(".")
            if looks_like_a_path(word, tops) and not (ROOT / word).exists():
                yield f"path {word}"
        yield from commands_of(piece, known_verbs, known_commands)


def self_check(tops, known_verbs):
    planted = "[x](no/such.md) `core/no_such.h` `./dev no-such` `quince nosuch`\n"
    found = list(problems_of(planted, ROOT, tops, known_verbs, {"demo"}))
    assert found == ["link to no/such.md", "path core/no_such.h", "./dev no-such", "quince nosuch"], found
    assert not list(problems_of("[x](LICENSE) `core/mention.h` `./dev test`\n`quince demo`\n", ROOT, tops, known_verbs, {"demo"}))


def main():
    tops = {path.name for path in ROOT.iterdir()}
    known_verbs = verbs()
    known_commands = subcommands(sys.argv[1]) if sys.argv[1:] else None
    self_check(tops, known_verbs)
    wrong = [f"{path.relative_to(ROOT)}: no {what}" for path in documents()
             for what in problems_of(path.read_text(), path.parent, tops, known_verbs, known_commands)]
    wrong += [f"{path.relative_to(ROOT)}: no {what}" for path in texts()
              for piece in QUOTED.findall(path.read_text()) for what in commands_of(piece, known_verbs, known_commands)]
    for line in wrong:
        print(line)
    print(f"{len(documents())} documents, {len(texts())} other texts, {len(wrong)} things named that do not exist")
    return 1 if wrong or not (ROOT / "README.md").exists() else 0


if __name__ == "__main__":
    sys.exit(main())
