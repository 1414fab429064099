#include "collectors/jsonl.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temp_dir.h"

namespace quince {
namespace {

std::string line(const std::string& id) { return "{\"id\":\"" + id + "\",\"text\":\"t\"}\n"; }

std::vector<std::string> ids(const std::vector<Mention>& mentions) {
  std::vector<std::string> out;
  for (const Mention& mention : mentions) out.push_back(mention.id);
  return out;
}

using Ids = std::vector<std::string>;

TEST(Jsonl, ABadLineDoesNotStopTheFile) {
  const std::string text =
      line("a") +
      "\n{\"id\":\"b\"}\nnot json\n{\"text\":\"t\"}\n{\"id\":\"\xFF\",\"text\":\"t\"}\r\n" +
      line("c");
  const JsonlChunk read = read_jsonl(text, 10, false);
  EXPECT_EQ(ids(read.mentions), (Ids{"a", "c"}));
  EXPECT_EQ(read.dropped.size(), 4u);
  ASSERT_EQ(read.faults.size(), 4u);
  EXPECT_EQ(read.faults[0], "line 12: Mention: text is missing");
  EXPECT_TRUE(read.faults[1].starts_with("line 13: "));
  EXPECT_EQ(read.faults[2], "line 14: Mention: id is missing");
  EXPECT_TRUE(read.faults[3].starts_with("line 15: "));
  EXPECT_EQ(read.bytes, text.size());
  EXPECT_EQ(read.lines, 7);
}

TEST(Jsonl, TheLastLineIsTakenWhenItIsWhole) {
  const std::string whole = line("a") + line("b").substr(0, line("b").size() - 1);
  EXPECT_EQ(ids(read_jsonl(whole, 1, true).mentions), (Ids{"a", "b"}));
  const JsonlChunk waiting = read_jsonl(whole.substr(0, whole.size() - 2), 1, true);
  EXPECT_EQ(ids(waiting.mentions), Ids{"a"});
  EXPECT_TRUE(waiting.dropped.empty()) << "its writer is in the middle of it";
  EXPECT_EQ(waiting.bytes, line("a").size());
}

class JsonlFile : public testing::Test {
 protected:
  void write(const std::string& text, std::ios::openmode mode = std::ios::trunc) {
    std::ofstream(path_, std::ios::binary | mode) << text;
  }
  Parsed next() {
    auto parsed = read_jsonl_file(path_, position_);
    EXPECT_TRUE(parsed.has_value());
    if (!parsed) return {};
    if (!parsed->position.empty()) position_ = parsed->position;
    return *parsed;
  }
  test::TempDir folder_;
  std::string path_ = folder_.file("import.jsonl");
  std::string position_;
};

TEST_F(JsonlFile, GoesOnWhereItStopped) {
  write(line("a") + line("b"));
  EXPECT_EQ(ids(next().mentions), (Ids{"a", "b"}));
  EXPECT_TRUE(next().mentions.empty());
  write(line("c") + "{\"id\":", std::ios::app);
  EXPECT_EQ(ids(next().mentions), Ids{"c"});
  write("\"d\",\"text\":\"t\"}\nbad\n", std::ios::app);
  const Parsed last = next();
  EXPECT_EQ(ids(last.mentions), Ids{"d"});
  ASSERT_EQ(last.faults.size(), 1u);
  EXPECT_TRUE(last.faults[0].starts_with("line 5: ")) << last.faults[0];
}

TEST_F(JsonlFile, AReplacedFileIsReadAnew) {
  write(line("a") + line("b"));
  next();
  write(line("x") + line("y") + line("z"));
  EXPECT_EQ(ids(next().mentions), (Ids{"x", "y", "z"}));
  write(line("k"));
  EXPECT_EQ(ids(next().mentions), Ids{"k"});
}

// What tells files apart is their beginning: here it is the same.
TEST_F(JsonlFile, AShorterFileWithTheSameBeginningIsReadAnew) {
  std::string head;
  for (int i = 0; head.size() < 300; ++i) head += line("same-" + std::to_string(i));
  write(head + line("a") + line("b"));
  const std::size_t all = next().mentions.size();
  write(head + line("c"));
  EXPECT_EQ(next().mentions.size(), all - 1);
  write("");
  EXPECT_TRUE(next().mentions.empty());
  write(head + line("a") + line("b"));
  EXPECT_EQ(next().mentions.size(), all) << "it was empty in between";
}

TEST_F(JsonlFile, ALargeFileComesInChunks) {
  std::string text;
  int lines = 0;
  for (; text.size() < (5u << 19); ++lines) text += line(std::to_string(lines));
  write(text);
  Ids all;
  Parsed parsed;
  int chunks = 0;
  do {
    parsed = next();
    for (const std::string& id : ids(parsed.mentions)) all.push_back(id);
    ++chunks;
  } while (parsed.more && chunks < 10);
  EXPECT_EQ(chunks, 3);
  ASSERT_EQ(all.size(), static_cast<std::size_t>(lines));
  EXPECT_EQ(all.back(), std::to_string(lines - 1));
}

TEST_F(JsonlFile, AnEndlessLineIsSkipped) {
  write(std::string(3u << 20, 'x') + '\n' + line("a"));
  Ids all;
  std::size_t dropped = 0;
  for (int i = 0; i < 10; ++i) {
    const Parsed parsed = next();
    for (const std::string& id : ids(parsed.mentions)) all.push_back(id);
    dropped += parsed.dropped.size();
    if (!parsed.more) break;
  }
  EXPECT_EQ(all, Ids{"a"});
  EXPECT_GE(dropped, 1u);
}

TEST_F(JsonlFile, AMissingFileIsAnError) {
  const auto parsed = read_jsonl_file(folder_.file("none.jsonl"), "");
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, Code::not_found);
}

TEST_F(JsonlFile, ABrokenPositionStartsAnew) {
  write(line("a"));
  for (const char* position : {"x", "1/2", "999999999999999999999/1/ab", "-5/1/ab", "//"}) {
    const auto parsed = read_jsonl_file(path_, position);
    ASSERT_TRUE(parsed.has_value()) << position;
    EXPECT_EQ(ids(parsed->mentions), Ids{"a"}) << position;
  }
}

}  // namespace
}  // namespace quince
