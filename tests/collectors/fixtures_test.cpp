// Every fixtures/<kind>/<name>.in is parsed as its kind and must give <name>.out: one Mention a
// line, then lines "barred: <id> <reason>", its Events and Readings; then a line "dropped:
// <reason>" for each thing left out, and "fault: <text>" where there is more to say; or "error:
// <text>" where the document is refused. QUINCE_UPDATE=1 writes the .out files instead: look at the
// difference before it is kept.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "collectors/source.h"
#include "core/utf8.h"
#include "io/json_fields.h"

namespace quince {
namespace {

namespace fs = std::filesystem;

const fs::path root = fs::path(QUINCE_SOURCE_DIR) / "tests/collectors/fixtures";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> inputs() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.path().extension() == ".in") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::string told(const Kind& kind, const std::string& bytes) {
  Source source;
  source.name = "fixture";
  source.kind = kind.name;
  const auto parsed =
      kind.parse({source.name, &source, {}}, {bytes, "https://feeds.example/a/feed", {}});
  if (!parsed) return "error: " + parsed.error().text + '\n';
  std::string out;
  for (const Mention& mention : parsed->mentions) out += to_json(mention) + '\n';
  for (const auto& [id, reason] : parsed->barred) out += "barred: " + id + ' ' + reason + '\n';
  for (const Event& event : parsed->events) out += to_json(event) + '\n';
  for (const Reading& reading : parsed->readings) out += to_json(reading) + '\n';
  for (const std::string& reason : parsed->dropped) out += "dropped: " + reason + '\n';
  for (const std::string& fault : parsed->faults) out += "fault: " + fault + '\n';
  return out;
}

class Fixture : public testing::TestWithParam<fs::path> {};

TEST_P(Fixture, GivesItsMentions) {
  const fs::path in = GetParam();
  const Kind* kind = find_kind(in.parent_path().filename().string());
  ASSERT_NE(kind, nullptr) << in;
  const std::string out = told(*kind, read(in));
  EXPECT_TRUE(is_valid_utf8(out));
  const fs::path wanted = fs::path(in).replace_extension(".out");
  if (std::getenv("QUINCE_UPDATE") != nullptr) {
    std::ofstream(wanted, std::ios::binary) << out;
  } else {
    EXPECT_EQ(out, read(wanted)) << in;
  }
}

std::string name_of(const testing::TestParamInfo<fs::path>& info) {
  std::string name =
      info.param.parent_path().filename().string() + '_' + info.param.stem().string();
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Kinds, Fixture, testing::ValuesIn(inputs()), name_of);

// Cutting any fixture anywhere must end in mentions or a refusal, never in a crash, and always in
// valid text.
TEST_P(Fixture, MayBeCutAnywhere) {
  const Kind* kind = find_kind(GetParam().parent_path().filename().string());
  ASSERT_NE(kind, nullptr);
  const std::string bytes = read(GetParam());
  const std::size_t step = std::max<std::size_t>(1, bytes.size() / 200);
  for (std::size_t size = 0; size < bytes.size(); size += step)
    EXPECT_TRUE(is_valid_utf8(told(*kind, bytes.substr(0, size)))) << size;
}

TEST(Kinds, EachIsFoundByItsName) {
  for (const Kind& kind : kinds()) EXPECT_EQ(find_kind(kind.name), &kind);
  EXPECT_EQ(find_kind("nothing"), nullptr);
}

TEST(Kinds, ASourceHasATargetForEachTag) {
  Source source;
  source.name = "social";
  source.kind = "mastodon";
  EXPECT_EQ(targets_of(source).front().name, "social");
  source.tags = {"membrilloair", "membrillo"};
  const auto targets = targets_of(source);
  ASSERT_GE(targets.size(), 2u);
  EXPECT_EQ(targets[0].name, "social#membrilloair");
  EXPECT_EQ(targets[1].tag, "membrillo");
  EXPECT_EQ(targets[1].source, &source);
}

TEST(MastodonStatus, HasOneIdOnEveryInstance) {
  const auto id_through = [](const std::string& instance, const std::string& number) {
    const std::string page = "[{\"id\":\"" + number +
                             "\",\"uri\":\"https://home.example/users/ana/statuses/7\","
                             "\"account\":{\"acct\":\"ana@home.example\"},\"content\":\"x\"}]";
    const auto parsed = find_kind("mastodon")->parse({}, {page, instance, {}});
    return parsed && parsed->mentions.size() == 1 ? parsed->mentions[0].id : "none";
  };
  EXPECT_EQ(id_through("https://one.example/", "111"), "mastodon:home.example:7");
  EXPECT_EQ(id_through("https://two.example/", "222"), "mastodon:home.example:7");
}

}  // namespace
}  // namespace quince
