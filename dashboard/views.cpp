#include "dashboard/views.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "alerting/content.h"
#include "alerting/outbox.h"
#include "io/http_server.h"
#include "io/store_fields.h"

namespace quince {
namespace {

constexpr std::int64_t events_max = 100;  // of one customer, the latest
constexpr std::int64_t replay_max = 500;  // journal entries; more than that is quicker to load anew

Result<std::int64_t> count(Database& db, std::string_view sql) {
  auto statement = db.prepare(sql);
  if (!statement) return std::unexpected(statement.error());
  if (auto row = (*statement)->step(); !row) return std::unexpected(row.error());
  const std::int64_t value = (*statement)->integer(0);
  (*statement)->reset();
  return value;
}

Result<> write_counts(Database& db, JsonWriter& json, const Status& status) {
  constexpr std::pair<std::string_view, std::string_view> counts[] = {
      {"open",
       "SELECT count(*) FROM cases WHERE state IN ('new', 'claimed', 'contacted', 'waiting')"},
      {"fresh", "SELECT count(*) FROM cases WHERE state = 'new'"},
      {"claimed", "SELECT count(*) FROM cases WHERE state IN ('claimed', 'contacted', 'waiting')"},
      {"critical",
       "SELECT count(*) FROM cases WHERE critical = 1 AND state IN ('new', 'claimed', 'contacted', "
       "'waiting')"},
      {"settled", "SELECT count(*) FROM cases WHERE state = 'settled'"},
      {"momentum", "SELECT count(*) FROM cases WHERE outcome = 'momentum'"},
      {"decepcion", "SELECT count(*) FROM cases WHERE outcome = 'decepcion'"},
      {"recovered", "SELECT count(*) FROM cases WHERE recovery <> ''"}};
  json.key("counts").begin_object();
  for (const auto& [key, sql] : counts) {
    const auto value = count(db, sql);
    if (!value) return std::unexpected(value.error());
    json.member(key, *value);
  }
  json.member("mentions", status.mentions).member("assessed", status.assessed);
  json.end_object();
  return {};
}

Result<> write_channels(Database& db, JsonWriter& json, const Status& status) {
  const auto counted = count_deliveries(db);
  if (!counted) return std::unexpected(counted.error());
  json.key("channels").begin_array();
  for (const Status::Channel& channel : status.channels) {
    ChannelCount numbers;
    for (const ChannelCount& row : *counted)
      if (row.channel == channel.name) numbers = row;
    json.begin_object()
        .member("name", std::string_view{channel.name})
        .member("kind", std::string_view{channel.kind});
    json.member("queued", numbers.queued)
        .member("sent", numbers.sent)
        .member("gave_up", numbers.gave_up);
    json.member("last_error", std::string_view{numbers.last_error}).end_object();
  }
  json.end_array();
  return {};
}

void write_process(JsonWriter& json, const Status& status) {
  json.key("brands").begin_array();
  for (const auto& brand : status.brands)
    json.begin_object()
        .member("key", std::string_view{brand.key})
        .member("name", std::string_view{brand.name})
        .end_object();
  json.end_array().key("queues").begin_array();
  for (const auto& queue : status.queues)
    json.begin_object()
        .member("team", std::string_view{queue.team})
        .member("stream", std::string_view{queue.stream})
        .member("length", queue.length)
        .member("up", queue.up)
        .end_object();
  json.end_array().key("sources").begin_array();
  for (const auto& source : status.sources) {
    const std::string_view state = source.failures > 0        ? "failing"
                                   : !source.findings.empty() ? "ailing"
                                   : source.last_success_at   ? "ok"
                                                              : "waiting";
    json.begin_object()
        .member("name", std::string_view{source.name})
        .member("kind", std::string_view{source.kind});
    json.member("state", state).member("failures", source.failures);
    if (source.last_success_at)
      json.member("last_success_at", std::string_view{to_rfc3339(*source.last_success_at)});
    if (source.next_at) json.member("next_at", std::string_view{to_rfc3339(*source.next_at)});
    if (source.budget_left) json.member("budget_left", *source.budget_left);
    json.key("findings").begin_array();
    for (const Finding& finding : source.findings)
      json.begin_object()
          .member("ailment", name(finding.ailment))
          .member("what", std::string_view{finding.what})
          .member("cure", std::string_view{finding.cure})
          .end_object();
    json.end_array();
    json.member("last_error", std::string_view{source.last_error}).end_object();
  }
  json.end_array();
  json.member("accounts",
              false);  // no accounts can be set up yet: the desk answers on loopback alone
  if (status.demo) {
    json.key("demo").begin_object().member("day_minute", status.demo->day_minute);
    json.member("speed", Decimal::from_double(status.demo->speed))
        .member("finished", status.demo->finished)
        .end_object();
  }
}

template <Record T>
void write_list(JsonWriter& json, std::string_view key, const std::vector<T>& list) {
  json.key(key).begin_array();
  for (const T& item : list) write_json(json, item);
  json.end_array();
}

std::string_view states_of(std::string_view state) {
  if (state == "settled") return "state IN ('settled', 'dismissed')";
  if (state == "all") return "state <> ''";
  return "state IN ('new', 'claimed', 'contacted', 'waiting')";
}

// The journal of one case, each entry with the note that its actor left, where there is one.
Result<> write_journal(Database& db, JsonWriter& json, const std::string& case_id) {
  auto rows = db.prepare("SELECT " + columns_sql<JournalEntry>() +
                         ", (SELECT note FROM notes WHERE notes.seq = journal.seq) FROM journal "
                         "WHERE subject = ? ORDER BY seq");
  if (!rows) return std::unexpected(rows.error());
  (*rows)->bind(0, std::string_view{case_id});
  constexpr int note_column =
      std::tuple_size_v<std::remove_cvref_t<decltype(Fields<JournalEntry>::rows)>>;
  JsonParser parser;
  json.key("journal").begin_array();
  while (true) {
    const auto more = (*rows)->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    auto entry = read_row<JournalEntry>(**rows, parser);
    if (!entry) return std::unexpected(entry.error());
    std::string text = to_json(*entry);
    if (!(*rows)->is_null(note_column)) {
      text.back() = ',';
      text += "\"note\":" + value_to_json(std::string((*rows)->text(note_column))) + '}';
    }
    json.raw(text);
  }
  json.end_array();
  return {};
}

Result<> write_deliveries(Database& db, JsonWriter& json, const std::string& case_id) {
  auto rows = db.prepare(
      "SELECT n.channel, n.why, coalesce(d.done_at, n.at), d.state, d.reason, d.attempts FROM "
      "notices AS n JOIN deliveries AS d "
      "ON d.notice = n.id WHERE n.case_id = ? ORDER BY n.at, n.channel");
  if (!rows) return std::unexpected(rows.error());
  (*rows)->bind(0, std::string_view{case_id});
  json.key("deliveries").begin_array();
  while (true) {
    const auto more = (*rows)->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    json.begin_object().member("channel", (*rows)->text(0)).member("why", (*rows)->text(1));
    json.member("at", std::string_view{to_rfc3339(from_unix_ms((*rows)->integer(2)))})
        .member("state", (*rows)->text(3));
    if (!(*rows)->text(4).empty()) json.member("reason", (*rows)->text(4));
    json.member("attempts", (*rows)->integer(5)).end_object();
  }
  json.end_array();
  return {};
}

// What is known of the customer beside their words, in the order of time. An event may name them by
// id or by handle.
Result<> write_events(Database& db, JsonWriter& json, const Case& c) {
  auto events = select<Event>(db,
                              "events WHERE customer <> '' AND customer IN (?1, ?2) AND (brand = "
                              "'' OR brand = ?3) ORDER BY at DESC, id LIMIT ?4",
                              std::string_view{c.author}, std::string_view{c.author_handle},
                              std::string_view{c.brand}, events_max);
  if (!events) return std::unexpected(events.error());
  std::ranges::reverse(*events);
  write_list(json, "events", *events);
  return {};
}

}  // namespace

Result<std::string> overview_json(Database& db, const Status& status) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.member("now", std::string_view{to_rfc3339(status.now)})
      .member("version", std::string_view{status.version});
  if (auto written = write_counts(db, json, status); !written)
    return std::unexpected(written.error());
  auto storms = select<Storm>(db, "storms WHERE closed_at IS NULL ORDER BY opened_at");
  if (!storms) return std::unexpected(storms.error());
  write_list(json, "storms", *storms);
  if (auto written = write_channels(db, json, status); !written)
    return std::unexpected(written.error());
  write_process(json, status);
  json.end_object();
  return text;
}

// A cursor is "<priority>:<id>" of the last case of the page before; the order is priority down,
// then id.
Result<std::string> cases_json(Database& db, const CaseQuery& query) {
  const std::string_view cursor = query.cursor;
  std::int64_t below = 1001;
  std::string after;
  if (!cursor.empty()) {
    const auto colon = cursor.find(':');
    const auto end = cursor.data() + std::min(colon, cursor.size());
    if (colon == std::string_view::npos || std::from_chars(cursor.data(), end, below).ptr != end)
      return fail(Code::invalid, "cursor: use the `next` of the page before");
    after = cursor.substr(colon + 1);
  }
  auto cases = select<Case>(db,
                            "cases WHERE " + std::string(states_of(query.state)) +
                                " AND (priority < ?1 OR (priority = ?1 AND id > ?2)) AND (?3 = '' "
                                "OR author_handle = ?3 OR "
                                "substr(author_handle, 1, length(?3) + 1) = ?3 || '@') ORDER BY "
                                "priority DESC, id LIMIT ?4",
                            below, std::string_view{after}, query.author, query.limit);
  if (!cases) return std::unexpected(cases.error());
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  write_list(json, "cases", *cases);
  if (static_cast<std::int64_t>(cases->size()) == query.limit)
    json.member("next",
                std::string_view{std::to_string(cases->back().priority) + ':' + cases->back().id});
  json.end_object();
  return text;
}

Result<std::optional<std::string>> case_json(Database& db, const std::string& id,
                                             std::int64_t& version) {
  auto found = select_one<Case>(db, "cases WHERE id = ?", std::string_view{id});
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::optional<std::string>{};
  const Case& c = **found;
  version = c.version;
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("case");
  write_json(json, c);
  json.key("mentions").begin_array();
  for (const std::string& mention : c.mentions) {
    auto content = find_content(db, mention, c.brand);
    if (!content) return std::unexpected(content.error());
    if (!*content) continue;
    json.begin_object().key("mention");
    write_json(json, (*content)->mention);
    if ((*content)->assessment) {
      json.key("assessment");
      write_json(json, *(*content)->assessment);
    }
    json.end_object();
  }
  json.end_array();
  if (auto written = write_journal(db, json, id); !written) return std::unexpected(written.error());
  if (auto written = write_deliveries(db, json, id); !written)
    return std::unexpected(written.error());
  if (auto written = write_events(db, json, c); !written) return std::unexpected(written.error());
  if (!c.storm.empty()) {
    auto storm = select_one<Storm>(db, "storms WHERE id = ?", std::string_view{c.storm});
    if (!storm) return std::unexpected(storm.error());
    if (*storm) {
      json.key("storm");
      write_json(json, **storm);
    }
  }
  json.end_object();
  return std::optional{std::move(text)};
}

Result<std::string> events_since(Database& db, std::int64_t seq) {
  auto last = count(db, "SELECT coalesce(max(seq), 0) FROM journal");
  if (!last) return std::unexpected(last.error());
  if (seq > *last || *last - seq > replay_max) return event_text("reset", "{}", *last);
  auto entries = select<JournalEntry>(db, "journal WHERE seq > ? ORDER BY seq DESC", seq);
  if (!entries) return std::unexpected(entries.error());
  // Each subject once, as it is now, under the id of its latest entry.
  std::set<std::string> told;
  std::string text;
  for (const JournalEntry& entry : *entries) {
    if (!told.insert(entry.subject).second) continue;
    auto c = select_one<Case>(db, "cases WHERE id = ?", std::string_view{entry.subject});
    if (!c) return std::unexpected(c.error());
    if (*c) text.insert(0, event_text("case", to_json(**c), entry.seq));
    auto storm = select_one<Storm>(db, "storms WHERE id = ?", std::string_view{entry.subject});
    if (!storm) return std::unexpected(storm.error());
    if (*storm) text.insert(0, event_text("storm", to_json(**storm), entry.seq));
  }
  return text;
}

}  // namespace quince
