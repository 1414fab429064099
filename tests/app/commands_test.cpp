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

TEST(Commands, EvaluateMeasuresByLanguageAndChannel) {
  test::TempDir dir;
  std::ofstream(dir.file("rows.tsv")) << "text\tlabel\tseverity\tlang\tchannel\n"
                                      << "Worst service ever, never again\t1\t2\ten\ttweet\n"
                                      << "Thank you so much, great service\t0\t0\ten\ttweet\n";
  const Finished good = quince({"evaluate", dir.file("rows.tsv")});
  EXPECT_EQ(good.status, 0) << good.output;
  for (const char* group : {"all", "lang en", "channel tweet"})
    EXPECT_NE(good.output.find(group), std::string::npos) << group << ": " << good.output;
  EXPECT_NE(good.output.find("1.000 [1.000-1.000]"), std::string::npos) << good.output;

  std::ofstream(dir.file("bad.tsv")) << "text\tlabel\nhello\tmaybe\n";
  const Finished bad = quince({"evaluate", dir.file("bad.tsv")});
  EXPECT_EQ(bad.status, 1);
  EXPECT_NE(bad.output.find("bad.tsv:2: label is \"maybe\""), std::string::npos) << bad.output;
  std::ofstream(dir.file("empty.tsv")) << "text\tlabel\n";
  EXPECT_EQ(quince({"evaluate", dir.file("empty.tsv")}).status, 1);
}

// A pack with one rule of each name, which is its phrase.
void write_pack(const std::string& dir, const std::vector<std::string>& phrases) {
  std::filesystem::create_directory(dir);
  std::ofstream pack(dir + "/own.yaml");
  pack << "pack: {language: en, version: 1, bias: -1}\nrules:\n";
  for (const std::string& phrase : phrases)
    pack << "- {id: en." << phrase << ", means: pain, weight: 3, says: Says so, phrases: ["
         << phrase << "], hits: [" << phrase << ", so " << phrase << ", " << phrase
         << " again], misses: [a, b, c]}\n";
}

TEST(Commands, LintsAreToldByLineAndByJson) {
  test::TempDir dir;
  write_pack(dir.file("good"), {"late", "lost"});
  const Finished good = quince({"rules", "lint", "--rules", dir.file("good")});
  EXPECT_EQ(good.status, 0) << good.output;
  EXPECT_EQ(good.output, "2 rules, 0 lints\n");

  std::ofstream(dir.file("texts")) << "the bus was late\n\nwe were late for it too\n";
  const Finished unheard = quince(
      {"rules", "lint", "--rules", dir.file("good"), "--texts", dir.file("texts"), "--json"});
  EXPECT_EQ(unheard.status, 1);
  EXPECT_NE(unheard.output.find(R"(own.yaml","line":4,"column":3,"rule":"en.lost",)"),
            std::string::npos)
      << unheard.output;
  EXPECT_NE(unheard.output.find(R"({"code":"never-fires",)"), std::string::npos) << unheard.output;

  std::ofstream(dir.file("good/more.yaml"))
      << "pack: {language: en}\nrules:\n- {id: en.more, means: pain, regexes: ['lost.*bag']}\n";
  const Finished found = quince({"rules", "lint", "--rules", dir.file("good")});
  EXPECT_EQ(found.status, 1);
  for (const char* says : {"more.yaml:3:3: no-example: en.more has 0 hits", "slow: en.more has"})
    EXPECT_NE(found.output.find(says), std::string::npos) << says << '\n' << found.output;

  std::ofstream(dir.file("good/more.yaml")) << "pack: {language: en}\nrules: [{id: en.more}]\n";
  EXPECT_EQ(quince({"rules", "lint", "--rules", dir.file("good")}).status, 78);
}

TEST(Commands, BenchSaysWhatOtherRulesGainAndLose) {
  test::TempDir dir;
  write_pack(dir.file("old"), {"late", "rude"});
  write_pack(dir.file("new"), {"late", "lost"});
  const std::string padding(200, '.');
  std::ofstream(dir.file("history.jsonl"))
      << R"({"id":"a","text":"late","lang":"en","posted_at":"2026-11-21T08:00:00Z"})" << '\n'
      << R"({"text":"lost)" << padding << R"( at the end","lang":"en"})" << '\n'
      << R"({"id":"c","text":"rude \u001b[31m","lang":"en","posted_at":"2026-11-22T08:00:00Z"})"
      << '\n';
  std::ofstream(dir.file("history.tsv"))
      << "lang\ttext\nen\tlate\nen\tlost" << padding << " at the end\nen\trude\x1b[31m\n";
  const struct {
    const char* name;
    std::vector<std::string> words;
    std::vector<const char*> says;
  } rows[] = {
      {"words",
       {dir.file("history.jsonl")},
       {"+ 2: lost", "en.lost (+3)", "- c: rude", "en.rude (-3)",
        "3 texts: 1 complaints gained, 1 lost, 1 stay; alerts a day (of 2 days): 1.0 before, 1.0"}},
      {"without times", {dir.file("history.tsv")}, {"for every 1,000 texts: 666.7 before, 666.7"}},
      {"JSON",
       {dir.file("history.jsonl"), "--json"},
       {R"({"change":"gained","id":"2","text":"lost..)", R"({"rule":"en.lost","by":3})",
        R"({"texts":3,"gained":1,"lost":1,"stay":1,"alerts_per":"day","before":1,"after":1,"days":2})"}},
  };
  for (const auto& row : rows) {
    std::vector<std::string> words{"rules",         "bench", "--old",
                                   dir.file("old"), "--new", dir.file("new")};
    words.insert(words.end(), row.words.begin(), row.words.end());
    const Finished done = quince(words);
    EXPECT_EQ(done.status, 0) << row.name;
    for (const char* says : row.says)
      EXPECT_NE(done.output.find(says), std::string::npos) << row.name << '\n' << done.output;
    for (const char* not_there : {"at the end", "\x1b"})
      EXPECT_EQ(done.output.find(not_there), std::string::npos) << row.name << '\n' << done.output;
  }
}

TEST(Commands, AHistoryThatCannotBeReadIsToldByLine) {
  test::TempDir dir;
  write_pack(dir.file("rules"), {"late"});
  const struct {
    const char* name;
    const char* history;
    const char* says;
  } rows[] = {
      {"no text", "{\"text\":\"late\"}\n{\"id\":\"b\"}\n", "history:2: Mention: text is missing"},
      {"no column", "id\tcomment\n1\tlate\n", "history:1: no column is called text"},
      {"no time", "text\tposted_at\nlate\t2026-11-22T10:00:00Z\nlate\tyesterday\n",
       "history:3: posted_at is \"yesterday\""},
  };
  for (const auto& row : rows) {
    std::ofstream(dir.file("history")) << row.history;
    const Finished done = quince({"rules", "bench", "--old", dir.file("rules"), "--new",
                                  dir.file("rules"), dir.file("history")});
    EXPECT_EQ(done.status, 1) << row.name;
    EXPECT_NE(done.output.find(row.says), std::string::npos) << row.name << '\n' << done.output;
  }
  EXPECT_EQ(quince({"rules", "bench", dir.file("history")}).status, 2) << "no new rules";
  EXPECT_EQ(quince({"rules", "lint", "--rules", dir.file("none")}).status, 1);
}

}  // namespace
}  // namespace quince
