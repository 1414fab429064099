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
  Parsed read;
  const JsonlTaken taken = read_jsonl(text, {}, 10, false, read);
  EXPECT_EQ(ids(read.mentions), (Ids{"a", "c"}));
  EXPECT_EQ(read.dropped.size(), 4u);
  ASSERT_EQ(read.faults.size(), 4u);
  EXPECT_EQ(read.faults[0], "line 12: Mention: text is missing");
  EXPECT_TRUE(read.faults[1].starts_with("line 13: "));
  EXPECT_EQ(read.faults[2], "line 14: Mention: id is missing");
  EXPECT_TRUE(read.faults[3].starts_with("line 15: "));
  EXPECT_EQ(taken.bytes, text.size());
  EXPECT_EQ(taken.lines, 7);
}

TEST(Jsonl, TheLastLineIsTakenWhenItIsWhole) {
  const std::string whole = line("a") + line("b").substr(0, line("b").size() - 1);
  Parsed read, waiting;
  read_jsonl(whole, {}, 1, true, read);
  EXPECT_EQ(ids(read.mentions), (Ids{"a", "b"}));
  const JsonlTaken taken = read_jsonl(whole.substr(0, whole.size() - 2), {}, 1, true, waiting);
  EXPECT_EQ(ids(waiting.mentions), Ids{"a"});
  EXPECT_TRUE(waiting.dropped.empty()) << "its writer is in the middle of it";
  EXPECT_EQ(taken.bytes, line("a").size());
}

TEST(Jsonl, ALineMayBeAnEventOrAReading) {
  Parsed read;
  read_jsonl(R"({"event":"renewal","id":"e1","customer":"ana","at":"2026-11-22T10:00:00Z"}
{"id":"a","text":"t","event":null}
{"mention":"a","at":"2026-11-22T11:00:00Z","counts":{"views":7}}
{"event":"party","at":"2026-11-22T10:00:00Z"}
{"mention":"","counts":{}}
)",
             {}, 1, false, read);
  ASSERT_EQ(read.events.size(), 1u);
  EXPECT_EQ(read.events[0].kind, EventKind::renewal);
  EXPECT_EQ(read.events[0].id, "e1");
  EXPECT_EQ(ids(read.mentions), Ids{"a"});
  ASSERT_EQ(read.readings.size(), 1u);
  EXPECT_EQ(read.readings[0].counts.views, 7);
  ASSERT_EQ(read.faults.size(), 2u);
  EXPECT_TRUE(read.faults[0].starts_with("line 4: Event: event "));
  EXPECT_EQ(read.faults[1], "line 5: Reading: mention is empty");
}

TEST(Jsonl, ColumnsAreMembersOfTheObject) {
  Source source;
  source.name = "calls";
  source.kind = "jsonl";
  source.date_format = "dmy";
  source.columns = {{"id", "call"},          {"text", "note.body"},   {"author.handle", "who"},
                    {"posted_at", "at"},     {"author.bot", "robot"}, {"facets.queue", "a.b"},
                    {"counts.views", "none"}};
  Parsed read;
  read_jsonl(
      R"({"call":7,"note":{"body":"Nadie contesta"},"who":"ana","at":"3/4/2026","robot":false,"a.b":"Q1"}
{"call":8,"note":{"body":"x"},"at":"soon"}
[1]
)",
      source, 1, false, read);
  ASSERT_EQ(read.mentions.size(), 1u);
  const Mention& mention = read.mentions[0];
  EXPECT_EQ(mention.id, "jsonl:calls:7");
  EXPECT_EQ(mention.source_id, "7");
  EXPECT_EQ(mention.text, "Nadie contesta");
  EXPECT_EQ(mention.author.id, "ana");
  EXPECT_EQ(mention.author.bot, false);
  EXPECT_EQ(mention.facets.at("queue"), "Q1");
  EXPECT_EQ(to_rfc3339(*mention.posted_at), "2026-04-03T00:00:00Z");
  ASSERT_EQ(read.faults.size(), 2u);
  EXPECT_EQ(read.faults[0], "line 2: column \"at\": \"soon\" is not a date in the order dmy");
  EXPECT_EQ(read.faults[1], "line 3: it is not a JSON object");
}

class JsonlFile : public testing::Test {
 protected:
  void write(const std::string& text, std::ios::openmode mode = std::ios::trunc) {
    std::ofstream(path_, std::ios::binary | mode) << text;
  }
  Parsed next() {
    auto parsed = read_jsonl_file(source_, position_);
    EXPECT_TRUE(parsed.has_value());
    if (!parsed) return {};
    if (!parsed->position.empty()) position_ = parsed->position;
    return *parsed;
  }
  test::TempDir folder_;
  std::string path_ = folder_.file("import.jsonl");
  Source source_ = [this] {
    Source source;
    source.name = "import";
    source.kind = "jsonl";
    source.file = path_;
    return source;
  }();
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

// The same length and the same beginning: only what stands before the position tells it.
TEST_F(JsonlFile, ARewrittenFileIsReadAnew) {
  const std::string beginning = line(std::string(300, 'h'));
  write(beginning + line("a") + line("b"));
  next();
  write(beginning + line("x") + line("y") + line("z"));
  EXPECT_EQ(ids(next().mentions), (Ids{std::string(300, 'h'), "x", "y", "z"}));
  write(beginning + line("x"));
  EXPECT_EQ(ids(next().mentions), (Ids{std::string(300, 'h'), "x"})) << "it is shorter";
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
  } while (parsed.more && chunks < 1'000);
  EXPECT_GE(chunks, lines / 2'000);
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
  source_.file = folder_.file("none.jsonl");
  const auto parsed = read_jsonl_file(source_, "");
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, Code::not_found);
}

TEST_F(JsonlFile, ABrokenPositionStartsAnew) {
  write(line("a"));
  for (const char* position : {"x", "1/2", "999999999999999999999/1/ab", "-5/1/ab", "//"}) {
    const auto parsed = read_jsonl_file(source_, position);
    ASSERT_TRUE(parsed.has_value()) << position;
    EXPECT_EQ(ids(parsed->mentions), Ids{"a"}) << position;
  }
}

}  // namespace
}  // namespace quince
