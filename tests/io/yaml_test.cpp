#include "io/yaml.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

TEST(Yaml, NodesKnowWhereTheyStand) {
  const auto root = parse_yaml("a: 1\nb:\n  - x\n  - 012\n", "f.yaml");
  ASSERT_TRUE(root);
  const YamlNode* b = root->find("b");
  ASSERT_NE(b, nullptr);
  EXPECT_EQ(b->items[1].line, 4);
  EXPECT_EQ(b->items[1].column, 5);
  EXPECT_EQ(to_string(b->items[1].fault("is odd", "mend it")), "f.yaml:4:5: is odd; mend it");
}

TEST(Yaml, ScalarsStayWhatWasWritten) {
  const auto root =
      parse_yaml("octal: 012\nno: no\nquoted: \"15\"\nfloat: 1.5\nplus: +2\n", "f.yaml");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->find("octal")->as_int(), 12);
  EXPECT_EQ(root->find("octal")->as_text(), "012");
  EXPECT_EQ(root->find("no")->as_bool(), false);
  EXPECT_EQ(root->find("no")->as_text(), "no");
  EXPECT_EQ(root->find("quoted")->as_int(), std::nullopt);
  EXPECT_EQ(root->find("float")->as_int(), std::nullopt);
  EXPECT_EQ(root->find("float")->as_double(), 1.5);
  EXPECT_EQ(root->find("plus")->as_int(), 2);
}

TEST(Yaml, RefusesWhatIsNotWellMade) {
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += std::string(static_cast<std::size_t>(i) * 2, ' ') + "a:\n";
  const std::pair<std::string, const char*> rows[] = {
      {"a: 1\na: 2\n", "f.yaml:2:1: the key a is written twice"},
      {"a: [1, 2\n", "f.yaml:2:"},
      {"a: 1\n---\nb: 2\n", "more than one document"},
      {"a: &x [*x]\n", "f.yaml:1"},
      {deep, "nested more than 32 deep"},
      {"\tb: 1\n", "is not YAML"}};
  for (const auto& [text, says] : rows) {
    const auto root = parse_yaml(text, "f.yaml");
    ASSERT_FALSE(root) << text;
    EXPECT_NE(to_string(root.error()).find(says), std::string::npos) << to_string(root.error());
  }
}

TEST(Yaml, AnEmptyDocumentIsNull) {
  const auto root = parse_yaml("# nothing\n", "f.yaml");
  ASSERT_TRUE(root);
  EXPECT_TRUE(root->is_null());
}

}  // namespace
}  // namespace quince
