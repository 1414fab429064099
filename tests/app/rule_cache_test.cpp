// The second start reads what the first compiled, and judges alike; a file that does not fit is
// refused and written anew.
#include "app/rule_cache.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/builtin.h"
#include "io/json_fields.h"
#include "matcher/rules.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

namespace fs = std::filesystem;

// Counts what is asked of the folder.
class Counted final : public DatabaseCache {
 public:
  explicit Counted(const std::string& dir) : folder_(dir) {}
  std::string find(std::string_view key) override { return folder_.find(key); }
  void keep(std::string_view key, std::string_view bytes) override {
    ++kept;
    folder_.keep(key, bytes);
  }
  int kept = 0;

 private:
  RuleCache folder_;
};

PackFile pack_with(const std::string& phrase, const std::string& weight = "1") {
  return {"p.yaml",
          "pack: {language: any, sector: test, version: 1}\nrules:\n"
          "- {id: any.it, means: pain, weight: " +
              weight + ", says: It, phrases: ['" + phrase + "'], regexes: ['lost .{1,9} bag']}\n"};
}

std::string judge(const std::shared_ptr<const Rules>& rules) {
  std::vector<Mention> mentions;
  for (const char* text : {"You lost my only bag. Worst service ever, unacceptable!",
                           "Vuelo cancelado y nadie contesta, una vergüenza", "A fine day"})
    mentions.emplace_back().text = text;
  Assessor assessor(rules);
  std::string out;
  for (const Assessment& assessment : assessor.assess(mentions)) out += to_json(assessment) + '\n';
  return out;
}

std::string bytes_of(const fs::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

class Cached : public testing::Test {
 protected:
  std::shared_ptr<const Rules> compile(const std::vector<PackFile>& packs) {
    return compile_rules(packs, {}, &cache).value();
  }
  std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(dir.file("cache")))
      found.push_back(entry.path());
    return found;
  }

  test::TempDir dir;
  Counted cache{dir.file("cache")};
};

TEST_F(Cached, TheSecondCompilationReadsTheFirstAndJudgesAlike) {
  const std::string compiled = judge(compile_rules(builtin_packs(), {}).value());
  EXPECT_EQ(judge(compile(builtin_packs())), compiled);
  EXPECT_EQ(cache.kept, 1);
  EXPECT_EQ(judge(compile(builtin_packs())), compiled);
  EXPECT_EQ(cache.kept, 1);
}

TEST_F(Cached, WeightsAreNotInTheDatabasesAndPhrasesAre) {
  compile({pack_with("worst service")});
  compile({pack_with("worst service", "2")});
  EXPECT_EQ(cache.kept, 1);
  compile({pack_with("a fine day")});
  EXPECT_EQ(cache.kept, 2);
}

TEST_F(Cached, FaultyRulesAreNotKept) {
  const PackFile faulty{"p.yaml",
                        "pack: {language: any, sector: test, version: 1}\nrules:\n"
                        "- {id: any.it, means: pain, weight: 1, says: It, regexes: ['(?=x)']}\n"};
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(compile_rules({&faulty, 1}, {}, &cache));
  EXPECT_EQ(cache.kept, 0);
}

TEST_F(Cached, TheNewestFourStay) {
  for (const char* phrase : {"one", "two", "three", "four", "five", "six"})
    compile({pack_with(phrase)});
  EXPECT_EQ(files().size(), 4u);
  compile({pack_with("six")});
  EXPECT_EQ(cache.kept, 6);
}

TEST_F(Cached, AFolderThatCannotBeWrittenIsNoError) {
  write(dir.file("cache"), "a file where the folder would be");
  const std::vector packs{pack_with("worst service")};
  const std::string compiled = judge(compile_rules(packs, {}).value());
  EXPECT_EQ(judge(compile(packs)), compiled);
  EXPECT_EQ(bytes_of(dir.file("cache")), "a file where the folder would be");
}

struct DamageRow {
  const char* name;
  std::string (*damage)(std::string bytes, const std::string& foreign);
};

class Damaged : public Cached, public testing::WithParamInterface<DamageRow> {};

TEST_P(Damaged, IsRefusedAndWrittenAnew) {
  const std::vector packs{pack_with("worst service")};
  const std::string compiled = judge(compile(packs));
  const fs::path path = files().front();
  const std::string whole = bytes_of(path);
  test::TempDir elsewhere;
  RuleCache other(elsewhere.path());
  ASSERT_TRUE(compile_rules(std::array{pack_with("a fine day")}, {}, &other));
  const std::string foreign = bytes_of(fs::directory_iterator(elsewhere.path())->path());

  write(path, GetParam().damage(whole, foreign));
  EXPECT_EQ(judge(compile(packs)), compiled);
  EXPECT_EQ(cache.kept, 2);
  EXPECT_EQ(judge(compile(packs)), compiled);
  EXPECT_EQ(cache.kept, 2);
}

const DamageRow damage_rows[] = {
    {"empty", [](std::string, const std::string&) { return std::string{}; }},
    {"cut",
     [](std::string bytes, const std::string&) { return bytes.substr(0, bytes.size() / 2); }},
    {"cut_in_the_head", [](std::string bytes, const std::string&) { return bytes.substr(0, 60); }},
    {"a_byte_more", [](std::string bytes, const std::string&) { return bytes + '\0'; }},
    {"a_bit_turned",
     [](std::string bytes, const std::string&) {
       bytes[bytes.size() * 2 / 3] = static_cast<char>(bytes[bytes.size() * 2 / 3] ^ 1);
       return bytes;
     }},
    {"of_another_form",
     [](std::string bytes, const std::string&) {
       bytes.replace(bytes.find('1'), 1, "0");
       return bytes;
     }},
    {"of_other_rules", [](std::string, const std::string& foreign) { return foreign; }},
    {"of_another_program", [](std::string, const std::string&) { return std::string("ELF"); }},
};

INSTANTIATE_TEST_SUITE_P(rows, Damaged, testing::ValuesIn(damage_rows),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace quince
