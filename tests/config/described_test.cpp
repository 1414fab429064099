// What people read of the configuration: config/quince.yaml shows every option, and so do the
// reference and the description of what is in force.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "config/options.h"
#include "tests/config/surroundings.h"

namespace quince {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(Config, DescribeShowsEverythingButSecrets) {
  const auto read =
      read_config(contents(QUINCE_SOURCE_DIR "/config/quince.yaml"), "quince.yaml", surroundings());
  ASSERT_TRUE(read) << to_string(read.error().front());
  const std::string text = describe(read->config);
  EXPECT_THAT(text, Not(HasSubstr("s3cret")));
  EXPECT_THAT(text, Not(HasSubstr("whsec_")));
  EXPECT_THAT(text, HasSubstr("url: \"<set>\""));
  EXPECT_THAT(text, HasSubstr("every: 5m"));
  EXPECT_TRUE(parse_yaml(text, "described")) << text;
}

// Spaces and the marks of comments taken together, so that a sentence may be wrapped.
std::string flat(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != '\n' && c != '#' && !(c == ' ' && out.ends_with(' '))) out += c;
  return out;
}

template <Configured T>
void expect_documented(const std::vector<const YamlNode*>& nodes, const std::string& text,
                       const std::string& path) {
  for_each_option<T>([&](const auto& row) {
    SCOPED_TRACE(path + '.' + std::string(row.name));
    using M = std::remove_cvref_t<decltype(std::declval<T>().*(row.member))>;
    EXPECT_THAT(text, HasSubstr(flat(row.doc))) << "the sentence of config/options.h";
    std::vector<const YamlNode*> found;
    for (const YamlNode* node : nodes)
      for (const std::string& name : {std::string(row.name), std::string(row.name) + "_file"})
        if (const YamlNode* value = node->find(name)) found.push_back(value);
    ASSERT_FALSE(found.empty()) << "the option is not in config/quince.yaml";
    if constexpr (Configured<M>) {
      expect_documented<M>(found, text, path + '.' + std::string(row.name));
    } else if constexpr (ConfiguredList<M>) {
      std::vector<const YamlNode*> items;
      for (const YamlNode& item : found.front()->items) items.push_back(&item);
      expect_documented<typename M::value_type>(items, text, path + '.' + std::string(row.name));
    }
  });
}

TEST(Config, TheExampleIsGoodAndShowsEveryOption) {
  const std::string text = contents(QUINCE_SOURCE_DIR "/config/quince.yaml");
  const auto read = read_config(text, "quince.yaml", surroundings());
  ASSERT_TRUE(read) << to_string(read.error().front());
  EXPECT_THAT(read->warnings, IsEmpty());
  const auto root = parse_yaml(text, "quince.yaml");
  ASSERT_TRUE(root);
  expect_documented<Config>({&*root}, flat(text), "");
}

TEST(Config, TheReferenceNamesEveryOption) {
  const std::string text = option_reference();
  EXPECT_THAT(text, HasSubstr("listen.desk — Where the desk is served: address:port, on loopback "
                              "while no account exists. "
                              "(default \"127.0.0.1:8015\"; QUINCE_LISTEN_DESK)\n"));
  EXPECT_THAT(
      text,
      HasSubstr(
          "channels[].url — Of the webhook; a secret in full. (default \"\"; or url_file)\n"));
  EXPECT_THAT(text, HasSubstr("brands[].key"));
}

}  // namespace
}  // namespace quince
