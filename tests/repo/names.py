"""names.py [ROOT]: is every type of a header defined in one header alone?

Two classes of one name in one namespace are one class to the linker, whatever each file meant: a program may run the
constructor of the other. Reads the headers of the program's folders; types inside another type or function are not looked at.
"""
import collections
import pathlib
import re
import sys

FOLDERS = ("core", "io", "spread", "collectors", "matcher", "alerting", "dashboard", "config", "app")
# At the start of a line, hence neither nested nor in a comment; "class X;" and "enum class X : int;" are no definitions.
DEFINITION = re.compile(r"(?:template <[^>]*>\s*)?(?:class|struct|union|enum(?: class)?) (\w+)(?![\w<])[^;{<]*\{")
NAMESPACE = re.compile(r"namespace(?: ([\w:]+))? \{")


def definitions(text):
    """(namespace and name of each type that is defined, …); the end of a namespace says which one it was."""
    spaces, found = [], []
    for line in text.split("\n"):
        opened = NAMESPACE.match(line)
        if opened:
            spaces.append(opened[1] or "")
        elif line.startswith("}  // namespace") and spaces:
            spaces.pop()
        else:
            made = DEFINITION.match(line)
            if made:
                found.append("::".join([*spaces, made[1]]))
    return found


def repeated(root):
    """(how many types were found, {name: its headers} of those in several)."""
    places = collections.defaultdict(list)
    for folder in FOLDERS:
        for header in sorted((root / folder).rglob("*.h")):
            for name in definitions(header.read_text()):
                places[name].append(str(header.relative_to(root)))
    return len(places), {name: where for name, where in places.items() if len(where) > 1}


def main():
    count, found = repeated(pathlib.Path(sys.argv[1] if sys.argv[1:] else ".").resolve())
    for name, where in found.items():
        print(f"{name} is defined in {' and '.join(where)}")
    print(f"{count} types, {len(found)} of them twice")
    return 1 if found or not count else 0


if __name__ == "__main__":
    sys.exit(main())
