"""Does names.py see what it is for?"""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import names  # noqa: E402

CLASS = "namespace quince {\nclass Store {\n};\n}  // namespace quince\n"
OTHERS = [  # name, the other header, is it the same type
    ("a class", CLASS, True),
    ("a struct with a base", "namespace quince {\nstruct Store final : Base {\n};\n}  // namespace quince\n", True),
    ("a template", "namespace quince {\ntemplate <class T>\nclass Store {\n};\n}  // namespace quince\n", True),
    ("a declaration", "namespace quince {\nclass Store;\n}  // namespace quince\n", False),
    ("another namespace", "namespace quince {\nnamespace detail {\nstruct Store {};\n}  // namespace detail\n"
     "}  // namespace quince\n", False),
    ("a longer name", "namespace quince {\nclass StoreWriter {\n};\n}  // namespace quince\n", False),
    ("a specialisation", "namespace quince {\nstruct Store<int> {\n};\n}  // namespace quince\n", False),
    ("a nested one", "namespace quince {\nclass Other {\n  struct Store {};\n};\n}  // namespace quince\n", False),
    ("after a namespace that ended", "namespace quince::detail {\n}  // namespace quince::detail\n" + CLASS, True),
]


class Names(unittest.TestCase):
    def test_others(self):
        for name, other, same in OTHERS:
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                for path, text in (("io/store.h", CLASS), ("matcher/other.h", other)):
                    pathlib.Path(folder, path).parent.mkdir(parents=True)
                    pathlib.Path(folder, path).write_text(text)
                count, found = names.repeated(pathlib.Path(folder))
                self.assertGreater(count, 0)
                self.assertEqual(list(found), ["quince::Store"] if same else [])


if __name__ == "__main__":
    unittest.main()
