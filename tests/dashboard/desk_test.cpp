// The desk's API on a real store, called as the HTTP server calls it.
#include "dashboard/desk.h"

#include <gtest/gtest.h>

#include "alerting/content.h"
#include "alerting/journal.h"
#include "io/json_fields.h"
#include "io/store_fields.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

const Time noon = from_unix_ms(1'795'176'000'000);

class DeskTest : public testing::Test {
 protected:
  DeskTest()
      : store(std::move(*StoreWriter::open(dir.file("q.sqlite"), Casebook::schema()))),
        casebook({}, {}, "http://desk") {
    Desk::Hooks hooks;
    hooks.status = [] {
      Status status;
      status.version = "test";
      status.now = noon;
      status.sources.push_back({"forum", "rss", "it answered 500", {}, {}, 3, {}, {}});
      return status;
    };
    hooks.act = [this](const std::string& id, const Action& action) { return act(id, action); };
    hooks.ready = [this] { return ready; };
    hooks.refresh = [] {};
    desk =
        std::move(*Desk::open({dir.file("q.sqlite"), {"desk.example"}}, std::move(hooks), metrics));
  }

  Result<Case> act(const std::string& id, const Action& action) {
    std::optional<Case> after;
    Changed changed;
    auto done = store->run([&](Database& db) -> Result<> {
      auto acted = casebook.take_action(db, id, action, noon, changed);
      if (!acted) return std::unexpected(acted.error());
      after = *acted;
      return {};
    });
    if (!done) return std::unexpected(done.error());
    return *after;
  }

  std::string open_case(const std::string& mention, std::int64_t severity = 2) {
    Mention m;
    m.id = mention;
    m.text = "<script>alert(1)</script> late";
    m.author.id = m.author.handle = mention + "_demo";
    Assessment a;
    a.id = mention;
    a.verdict = Verdict::complaint;
    a.severity = severity;
    Changed changed;
    EXPECT_TRUE(
        store->run([&](Database& db) { return casebook.take_mention(db, m, {a}, noon, changed); }));
    return changed.cases.at(0).id;
  }

  ServerResponse get(const std::string& path,
                     std::vector<std::pair<std::string, std::string>> query = {}) {
    ServerRequest request;
    request.method = "GET";
    request.path = path;
    request.query = std::move(query);
    request.headers = {{"host", "127.0.0.1:8015"}};
    return desk->handle(request);
  }

  ServerRequest post(const std::string& path, const std::string& body) {
    ServerRequest request;
    request.method = "POST";
    request.path = path;
    request.headers = {{"host", "127.0.0.1:8015"},
                       {"content-type", "application/json"},
                       {"x-quince-request", "1"}};
    request.body = body;
    return request;
  }

  test::TempDir dir;
  std::unique_ptr<StoreWriter> store;
  Casebook casebook;
  Metrics metrics;
  bool ready = true;
  std::unique_ptr<Desk> desk;
};

TEST_F(DeskTest, ListsCasesByPriorityInPages) {
  for (int i = 0; i < 5; ++i) open_case("m" + std::to_string(i), i);
  const ServerResponse first = get("/api/v1/cases", {{"limit", "2"}});
  ASSERT_EQ(first.status, 200);
  const auto next = first.body.find("\"next\":\"");
  ASSERT_NE(next, std::string::npos);
  const std::string cursor = first.body.substr(next + 8, first.body.find('"', next + 8) - next - 8);
  EXPECT_LT(first.body.find("m4_demo"), first.body.find("m3_demo"));
  const ServerResponse second = get("/api/v1/cases", {{"limit", "2"}, {"cursor", cursor}});
  EXPECT_LT(second.body.find("m2_demo"), second.body.find("m1_demo"));
  EXPECT_EQ(second.body.find("m3_demo"), std::string::npos);
  const ServerResponse of_one = get("/api/v1/cases", {{"author", "m1_demo"}});
  EXPECT_NE(of_one.body.find("m1_demo"), std::string::npos);
  EXPECT_EQ(of_one.body.find("m2_demo"), std::string::npos);
}

TEST_F(DeskTest, ACaseShowsItsMentionsJournalNotesAndVersion) {
  const std::string id = open_case("m1");
  ASSERT_EQ(desk->handle(post("/api/v1/cases/" + id + "/claim",
                              R"({"actor":"Ana","note":"at the gate"})"))
                .status,
            200);
  const ServerResponse response = get("/api/v1/cases/" + id);
  ASSERT_EQ(response.status, 200);
  EXPECT_NE(response.body.find("\"assignee\":\"Ana\""), std::string::npos);
  EXPECT_NE(response.body.find("\"note\":\"at the gate\""), std::string::npos);
  EXPECT_NE(response.body.find("case.claimed"), std::string::npos);
  EXPECT_EQ(response.body.find("<script>"), std::string::npos)
      << "text from outside cannot end a script";
  EXPECT_TRUE(std::any_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
    return header == std::pair<std::string, std::string>{"ETag", "\"2\""};
  }));
}

TEST_F(DeskTest, ACaseShowsTheEventsOfItsCustomerInOrder) {
  const std::string id = open_case("m1");
  const Event events[] = {
      {"late",
       EventKind::late_payment,
       "",
       "m1_demo",
       noon,
       "Second reminder",
       {{"amount", "120"}}},
      {"early", EventKind::renewal, "", "m1_demo", noon - std::chrono::hours{24}, "", {}},
      {"other_customer", EventKind::renewal, "", "m2_demo", noon, "", {}},
      {"other_brand", EventKind::renewal, "elsewhere", "m1_demo", noon, "", {}},
      {"change", EventKind::outage, "", "", noon, "", {}}};
  for (const Event& event : events) {
    Changed changed;
    ASSERT_TRUE(
        store->run([&](Database& db) { return casebook.take_event(db, event, noon, changed); }));
  }
  const std::string body = get("/api/v1/cases/" + id).body;
  const std::size_t at = body.find("\"events\":[");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(
      body.substr(at, body.find(']', at) + 1 - at),
      "\"events\":[{\"id\":\"early\",\"event\":\"renewal\",\"customer\":\"m1_demo\",\"at\":"
      "\"" +
          to_rfc3339(noon - std::chrono::hours{24}) +
          "\"},{\"id\":\"late\",\"event\":\"late_payment\",\"customer\":\"m1_demo\",\"at\":\"" +
          to_rfc3339(noon) + "\",\"text\":\"Second reminder\",\"facets\":{\"amount\":\"120\"}}]");
}

TEST_F(DeskTest, WhoComesSecondIsToldWhoHasIt) {
  const std::string id = open_case("m1");
  EXPECT_EQ(desk->handle(post("/api/v1/cases/" + id + "/claim", R"({"actor":"Ana"})")).status, 200);
  const ServerResponse second =
      desk->handle(post("/api/v1/cases/" + id + "/claim", R"({"actor":"Luis"})"));
  EXPECT_EQ(second.status, 409);
  EXPECT_EQ(second.type, "application/problem+json");
  EXPECT_NE(second.body.find("Ana has it"), std::string::npos);
}

TEST_F(DeskTest, WhatIsWrongWithAnActionIsSaid) {
  const std::string id = open_case("m1");
  const struct {
    const char* name;
    std::string path, body;
    int status;
    const char* says;
  } rows[] = {{"no such case", "/api/v1/cases/none/claim", R"({"actor":"Ana"})", 404, "none"},
              {"no such verb", "/api/v1/cases/" + id + "/forget", R"({"actor":"Ana"})", 404,
               "claim, release"},
              {"no actor", "/api/v1/cases/" + id + "/claim", "{}", 400, "who acts"},
              {"quince is nobody", "/api/v1/cases/" + id + "/claim", R"({"actor":"quince"})", 400,
               "not a person"},
              {"not JSON", "/api/v1/cases/" + id + "/claim", "actor=Ana", 400, "JSON object"},
              {"no outcome", "/api/v1/cases/" + id + "/settle", R"({"actor":"Ana"})", 400,
               "momentum or decepcion"},
              {"wrong outcome", "/api/v1/cases/" + id + "/settle",
               R"({"actor":"Ana","outcome":"won"})", 400, "momentum or decepcion"},
              {"long note", "/api/v1/cases/" + id + "/claim",
               R"({"actor":"Ana","note":")" + std::string(3000, 'x') + "\"}", 413, "2,000"}};
  for (const auto& row : rows) {
    const ServerResponse response = desk->handle(post(row.path, row.body));
    EXPECT_EQ(response.status, row.status) << row.name << response.body;
    EXPECT_NE(response.body.find(row.says), std::string::npos) << row.name << response.body;
  }
}

TEST_F(DeskTest, AnotherSiteCannotAct) {
  const std::string id = open_case("m1");
  ServerRequest bare = post("/api/v1/cases/" + id + "/claim", R"({"actor":"Ana"})");
  bare.headers = {{"host", "127.0.0.1:8015"}, {"content-type", "application/json"}};
  EXPECT_EQ(desk->handle(bare).status, 403) << "a form of another site cannot send the header";
  ServerRequest foreign = post("/api/v1/cases/" + id + "/claim", R"({"actor":"Ana"})");
  foreign.headers.emplace_back("origin", "https://evil.example");
  EXPECT_EQ(desk->handle(foreign).status, 403);
  ServerRequest own = post("/api/v1/cases/" + id + "/claim", R"({"actor":"Ana"})");
  own.headers.emplace_back("origin", "http://127.0.0.1:8015");
  EXPECT_EQ(desk->handle(own).status, 200);
}

TEST_F(DeskTest, ALimitIsANumberAndNothingElse) {
  for (const char* limit : {"0", "-1", "10abc", "x", "99999999999999999999"})
    EXPECT_EQ(get("/api/v1/cases", {{"limit", limit}}).status, 400) << limit;
}

TEST_F(DeskTest, OnlyItsOwnHostNamesAreAnswered) {
  for (const auto& [host, status] : {std::pair{"localhost:8015", 200},
                                     {"[::1]:8015", 200},
                                     {"desk.example", 200},
                                     {"evil.example:8015", 403},
                                     {"", 403}}) {
    ServerRequest request;
    request.method = "GET";
    request.path = "/api/v1/overview";
    request.headers = {{"host", host}};
    EXPECT_EQ(desk->handle(request).status, status) << host;
  }
}

TEST_F(DeskTest, TheOverviewCountsAndShowsWhatFails) {
  open_case("m1");
  const ServerResponse response = get("/api/v1/overview");
  EXPECT_NE(response.body.find("\"open\":1"), std::string::npos);
  EXPECT_NE(response.body.find("\"state\":\"failing\""), std::string::npos);
  EXPECT_NE(response.body.find("it answered 500"), std::string::npos);
}

TEST_F(DeskTest, EveryAnswerCarriesTheSecurityHeaders) {
  for (const char* path : {"/", "/api/v1/cases", "/nothing", "/metrics"}) {
    const auto response = get(path);
    bool policy = false;
    for (const auto& [name, value] : response.headers)
      policy |= name == "Content-Security-Policy" && value.starts_with("default-src 'none'");
    EXPECT_TRUE(policy) << path;
  }
}

TEST_F(DeskTest, HealthIsNotReadiness) {
  ready = false;
  EXPECT_EQ(get("/-/healthy").status, 200);
  EXPECT_EQ(get("/-/ready").status, 503);
  ready = true;
  EXPECT_EQ(get("/-/ready").status, 200);
  EXPECT_NE(get("/metrics").body.find("# TYPE quince_"), std::string::npos);
}

TEST_F(DeskTest, AReconnectGetsWhatItMissedOnce) {
  const std::string a = open_case("m1");
  open_case("m2");
  EXPECT_EQ(desk->handle(post("/api/v1/cases/" + a + "/claim", R"({"actor":"Ana"})")).status, 200);
  ServerRequest request;
  request.method = "GET";
  request.path = "/events";
  request.headers = {{"host", "localhost"}, {"last-event-id", "1"}};
  const std::string missed = desk->handle(request).replay();
  EXPECT_NE(missed.find("id: 2\nevent: case"), std::string::npos);
  EXPECT_NE(missed.find("id: 3\nevent: case"), std::string::npos);
  EXPECT_EQ(missed.find("id: 1\n"), std::string::npos);
  request.headers[1].second = "9999";
  EXPECT_NE(desk->handle(request).replay().find("event: reset"), std::string::npos);
}

TEST_F(DeskTest, LiveEventsComeInTheOrderOfTheirIds) {
  Changed changed;
  for (const char* id : {"a", "b", "a"}) {
    Case c;
    c.id = id;
    c.version = static_cast<std::int64_t>(changed.cases.size()) + 1;
    changed.cases.push_back(c);
    JournalEntry entry;
    entry.seq = c.version;
    entry.subject = id;
    changed.entries.push_back(entry);
  }
  const auto events = events_of(changed);
  ASSERT_EQ(events.size(), 2u) << "a case is told once, as it is now";
  EXPECT_TRUE(events[0].starts_with("id: 2\n"));
  EXPECT_TRUE(events[1].starts_with("id: 3\n"));
  EXPECT_NE(events[1].find("\"version\":3"), std::string::npos);
}

TEST_F(DeskTest, TheApiDescriptionIsJsonAndNamesEveryVerb) {
  const std::string text = get("/openapi.json").body;
  EXPECT_TRUE(JsonParser().find_text(text, "openapi"));
  for (const auto verb : EnumNames<Verb>::names)
    EXPECT_NE(text.find('"' + std::string(verb) + '"'), std::string::npos) << verb;
}

}  // namespace
}  // namespace quince
