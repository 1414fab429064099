"""Does arrows.py see what it is for? Plants one violation at a time in an empty tree; then good lines, which must pass."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import arrows  # noqa: E402

WRONG = [  # name, file, line
    ("core looks up", "core/mention.h", '#include "io/store.h"'),
    ("core takes a library", "core/time.h", "#include <date/date.h>"),
    ("core takes the system", "core/clock.cpp", "#include <unistd.h>"),
    ("io knows spread", "io/store.h", '#include "spread/forecast.h"'),
    ("spread opens a store", "spread/forecast.cpp", '#include "io/store.h"'),
    ("siblings: alerting, matcher", "alerting/casebook.h", '#include "matcher/brand.h"'),
    ("siblings: collectors, alerting", "collectors/rss.cpp", '#include "alerting/case_rules.h"'),
    ("matcher reads a file", "matcher/rules.cpp", "#include <fstream>"),
    ("matcher opens a socket", "matcher/rules.cpp", "#include <sys/socket.h>"),
    ("matcher looks at the clock", "matcher/scorer.cpp", "  auto now = std::chrono::steady_clock::now();"),
    ("spread asks for the time", "spread/burst.cpp", "  seed(std::time(nullptr));"),
    ("the desk knows the configuration", "dashboard/api.cpp", '#include "config/loader.h"'),
    ("a library leaves its wrapper", "alerting/slack.cpp", "#include <curl/curl.h>"),
    ("indented", "matcher/a.cpp", '  #  include "alerting/notice.h"'),
    ("not from the root", "alerting/slack.cpp", '#include "slack.h"'),
]
RIGHT = [
    ("io uses core", "io/store.h", '#include "core/mention.h"'),
    ("matcher reads YAML", "matcher/rules.cpp", '#include "io/yaml.h"'),
    ("matcher reads JSON", "matcher/model.cpp", '#include "io/json_fields.h"'),
    ("matcher uses spread", "matcher/scorer.cpp", '#include "spread/forecast.h"'),
    ("a duration is no clock", "spread/forecast.h", "#include <chrono>"),
    ("the word in a comment", "matcher/scorer.cpp", "int a;  // never steady_clock::now()"),
    ("app wires all", "app/run.cpp", '#include "config/loader.h"'),
    ("io wraps curl", "io/http_client.cpp", "#include <curl/curl.h>"),
]


class Arrows(unittest.TestCase):
    def found(self, file, line):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, file)
            path.parent.mkdir(parents=True)
            path.write_text(f"#pragma once\n{line}\n")
            count, found = arrows.violations(pathlib.Path(folder))
            self.assertEqual(count, 1)
            return found

    def test_wrong(self):
        for name, file, line in WRONG:
            with self.subTest(name):
                found = self.found(file, line)
                self.assertEqual(len(found), 1)
                self.assertTrue(found[0].startswith(f"{file}:2: "), found)

    def test_right(self):
        for name, file, line in RIGHT:
            with self.subTest(name):
                self.assertEqual(self.found(file, line), [])


if __name__ == "__main__":
    unittest.main()
