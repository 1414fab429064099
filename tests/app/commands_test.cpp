// The subcommands as a person meets them: what they print, and their exit status.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

using test::Finished;

Finished quince(std::vector<std::string> words) {
  words.insert(words.begin(), test::quince_program());
  return test::run_program(words);
}

TEST(Commands, WithoutASubcommandItSaysWhatThereIs) {
  const Finished bare = quince({});
  EXPECT_EQ(bare.status, 2);
  const Finished help = quince({"--help"});
  EXPECT_EQ(help.status, 0);
  for (const char* name : {"demo", "watch", "run", "check", "parse", "assess", "explain", "rules",
                           "doctor", "journal", "outbox"})
    EXPECT_NE(help.output.find(name), std::string::npos) << name;
  EXPECT_EQ(quince({"--version"}).status, 0);
  for (const char* minutes : {"soon", "nan", "inf", "0", "-1", "1e9"})
    EXPECT_EQ(quince({"demo", "--minutes", minutes}).status, 2) << minutes;
  EXPECT_EQ(quince({"demo", "--store", "/proc/nothing"}).status, 1);
}

TEST(Commands, AssessAnswersEachLineInOrder) {
  test::TempDir dir;
  std::ofstream(dir.file("in.jsonl"))
      << R"({"id":"a","text":"Worst airline ever, they lost my bag and nobody answers. Unacceptable!"})"
      << '\n'
      << R"({"id":"b"})" << '\n'
      << "nonsense\n"
      << "{\"id\":\"c\",\"text\":\"broken \xff byte\"}\n"
      << R"({"id":"a","text":"Thank you so much, wonderful crew!"})" << '\n';
  const Finished done = quince({"assess", dir.file("in.jsonl")});
  EXPECT_EQ(done.status, 0);
  std::vector<std::string> lines;
  for (std::size_t at = 0, end; (end = done.output.find('\n', at)) != std::string::npos;
       at = end + 1)
    lines.push_back(done.output.substr(at, end - at));
  ASSERT_EQ(lines.size(), 5u) << done.output;
  EXPECT_NE(lines[0].find("\"verdict\":\"complaint\""), std::string::npos) << lines[0];
  EXPECT_EQ(lines[1], R"({"id":"b","error":"Mention: text is missing"})");
  EXPECT_NE(lines[2].find("\"error\""), std::string::npos);
  EXPECT_TRUE(lines[3].starts_with("{\"id\":\"c\",\"revision\":0")) << lines[3];
  EXPECT_NE(lines[4].find("\"verdict\":\"praise\""), std::string::npos) << lines[4];
}

TEST(Commands, ABadConfigurationIsAllToldAtOnceWithStatus78) {
  test::TempDir dir;
  std::ofstream(dir.file("q.yaml"))
      << "listen:\n  desc: 127.0.0.1:1\nstore: {dir: 15, dir2: x}\nsources:\n  - {name: a, kind: "
         "rsss, url: \"ftp://x\"}\n";
  for (const char* command : {"check", "run"}) {
    const Finished done = quince({command, "-c", dir.file("q.yaml")});
    EXPECT_EQ(done.status, 78) << done.output;
    for (const char* says : {"q.yaml:2:3", "desk", "q.yaml:3:", "rsss", "ftp"})
      EXPECT_NE(done.output.find(says), std::string::npos) << command << ' ' << says << '\n'
                                                           << done.output;
  }
  EXPECT_EQ(quince({"check", "-c", dir.file("none.yaml")}).status, 78);
}

TEST(Commands, ABadRulePackStopsTheStartWithItsLine) {
  test::TempDir dir;
  std::filesystem::create_directory(dir.file("rules"));
  std::ofstream(dir.file("rules/bad.yaml"))
      << "pack: {language: es}\nrules:\n  - id: es.x\n    wieght: 1\n";
  std::ofstream(dir.file("q.yaml")) << "rules: {dir: " << dir.file("rules") << "}\n";
  const Finished done = quince({"check", dir.file("q.yaml")});
  EXPECT_EQ(done.status, 78);
  EXPECT_NE(done.output.find("bad.yaml:4:"), std::string::npos) << done.output;
}

TEST(Commands, ExplainShowsTheWordsAndIsInert) {
  const Finished done =
      quince({"explain",
              "They lost my bag, worst\x1b[31m \xe2\x80\xae airline\xc2\x9b ever, nobody answers"});
  EXPECT_EQ(done.status, 0);
  EXPECT_NE(done.output.find("complaint"), std::string::npos);
  EXPECT_NE(done.output.find("“"), std::string::npos);
  for (const char* obeyed : {"\x1b", "\xe2\x80\xae", "\xc2\x9b"})
    EXPECT_EQ(done.output.find(obeyed), std::string::npos) << done.output;
}

TEST(Commands, WhatCannotBeReadOrWrittenIsAFailure) {
  test::TempDir dir;
  std::ofstream(dir.file("in.jsonl")) << R"({"id":"a","text":"late again"})" << '\n';
  const std::string program = test::quince_program();
  const struct {
    const char* name;
    std::string command, says;
  } rows[] = {
      {"a folder, by lines", program + " assess " + dir.path(), "cannot read"},
      {"a folder, whole", program + " parse --kind rss " + dir.path(), "cannot read"},
      {"a full disk", program + " assess " + dir.file("in.jsonl") + " >/dev/full",
       "could not be written"},
      {"a full disk, in words", program + " explain late >/dev/full", "could not be written"}};
  for (const auto& row : rows) {
    const Finished done = test::run_program({"/bin/sh", "-c", row.command});
    EXPECT_EQ(done.status, 1) << row.name;
    EXPECT_NE(done.output.find(row.says), std::string::npos) << row.name << done.output;
  }
}

TEST(Commands, ParseNamesTheKindsItKnows) {
  test::TempDir dir;
  std::ofstream(dir.file("f.xml"))
      << "<rss version=\"2.0\"><channel><item><guid>1</guid><title>Hola &amp; "
         "adi\xc3\xb3s</title></item></channel></rss>";
  const Finished done =
      quince({"parse", "--kind", "rss", "--url", "https://example.com/feed", dir.file("f.xml")});
  EXPECT_EQ(done.status, 0);
  EXPECT_NE(done.output.find("\"title\":\"Hola & adiós\""), std::string::npos) << done.output;
  const Finished unknown = quince({"parse", "--kind", "gopher", dir.file("f.xml")});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_NE(unknown.output.find("mastodon"), std::string::npos);
}

TEST(Commands, AnOutboxThatIsNotThereIsSaidAndNotMade) {
  test::TempDir dir;
  for (const char* verb : {"list", "replay", "discard"}) {
    const Finished done = quince({"outbox", verb, "--store", dir.path()});
    EXPECT_EQ(done.status, 1) << verb;
    EXPECT_NE(done.output.find("there is no store"), std::string::npos) << done.output;
  }
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
}

TEST(Commands, ParsePrintsMentionsThenEventsAndTellsBadLines) {
  test::TempDir dir;
  std::ofstream(dir.file("a.jsonl"))
      << R"({"event":"renewal","id":"e","at":"2026-11-22T10:00:00Z"})"
         "\n"
         R"({"id":"m","text":"Nadie contesta"})"
         "\nbad\n";
  const Finished done = quince({"parse", "--kind", "jsonl", dir.file("a.jsonl")});
  EXPECT_EQ(done.status, 0);
  EXPECT_LT(done.output.find("\"id\":\"m\""), done.output.find("\"event\":\"renewal\""));
  EXPECT_NE(done.output.find("line 3: "), std::string::npos) << done.output;

  std::ofstream(dir.file("bad.csv")) << "text,rating\nx,\x1b[31mred\n";
  const Finished bad = quince({"parse", "--kind", "csv", dir.file("bad.csv")});
  EXPECT_EQ(bad.status, 1) << "nothing could be read";
  EXPECT_NE(bad.output.find("line 2: column \"rating\""), std::string::npos) << bad.output;
  EXPECT_EQ(bad.output.find('\x1b'), std::string::npos);
}

TEST(Commands, ParseTriesOutTheColumnsOfASource) {
  test::TempDir dir;
  std::ofstream(dir.file("survey.csv")) << "No;Comment\n7;Nadie contesta\n";
  std::ofstream(dir.file("q.yaml"))
      << "sources: [{name: survey, kind: csv, file: '" << dir.file("survey.csv")
      << "', columns: {id: No, text: Comment}}]\n";
  const Finished done = quince({"parse", "-c", dir.file("q.yaml"), "--source", "survey"});
  EXPECT_EQ(done.status, 0) << done.output;
  EXPECT_NE(done.output.find("\"id\":\"csv:survey:7\""), std::string::npos) << done.output;
  EXPECT_EQ(quince({"parse", "-c", dir.file("q.yaml"), "--source", "calls"}).status, 2);
  EXPECT_EQ(quince({"parse", dir.file("survey.csv")}).status, 2) << "neither kind nor source";
}

TEST(Commands, ShippedRulesPassTheirOwnExamples) {
  const Finished done = quince({"rules", "test"});
  EXPECT_EQ(done.status, 0) << done.output;
  EXPECT_EQ(quince({"rules", "list"}).status, 0);
}

}  // namespace
}  // namespace quince
