#include "alerting/casebook.h"

#include <algorithm>

#include "alerting/case_author.h"
#include "alerting/content.h"
#include "alerting/context.h"
#include "alerting/journal.h"
#include "alerting/notice_of.h"
#include "alerting/outbox.h"
#include "alerting/watch_schedule.h"
#include "io/store_fields.h"
#include "io/watches.h"

namespace quince {
namespace {

constexpr Duration storm_quiet_after = std::chrono::hours{3};

Result<std::vector<Case>> cases_with(Database& db, const std::string& mention) {
  return select<Case>(db, "cases WHERE id IN (SELECT case_id FROM case_mentions WHERE mention = ?)",
                      std::string_view{mention});
}

// The counts of the latest revision; words and everything else stay as they are.
Result<> update_counts(Database& db, const Reading& reading) {
  auto update = db.prepare(
      "UPDATE mentions SET counts = ?1 WHERE id = ?2 AND revision = (SELECT max(revision) FROM "
      "mentions WHERE id = ?2)");
  if (!update) return std::unexpected(update.error());
  const std::string counts = value_to_json(reading.counts);
  return (*update)
      ->bind(0, std::string_view{counts})
      .bind(1, std::string_view{reading.mention})
      .run();
}

// The cases that a mention is in, all of them and for good.
Result<> link(Database& db, const std::string& mention, const std::string& case_id) {
  auto insert = db.prepare("INSERT OR IGNORE INTO case_mentions (mention, case_id) VALUES (?, ?)");
  if (!insert) return std::unexpected(insert.error());
  return (*insert)->bind(0, std::string_view{mention}).bind(1, std::string_view{case_id}).run();
}

Result<> note(Database& db, JournalEntry entry, Changed& changed) {
  auto appended = append_entry(db, std::move(entry));
  if (!appended) return std::unexpected(appended.error());
  changed.entries.push_back(std::move(*appended));
  return {};
}

bool carries(const Channel& channel, const std::string& team) {
  return channel.teams.empty() ||
         std::find(channel.teams.begin(), channel.teams.end(), team) != channel.teams.end();
}

}  // namespace

std::string Casebook::schema() {
  return schema_sql<Case>("cases") + schema_sql<Storm>("storms") + schema_sql<Event>("events") +
         content_schema() + journal_schema() + outbox_schema() +
         "CREATE INDEX IF NOT EXISTS cases_author ON cases (brand, author, opened_at);\n"
         "CREATE INDEX IF NOT EXISTS cases_calm ON cases (brand, opened_at) WHERE storm = '';\n"
         "CREATE INDEX IF NOT EXISTS cases_state ON cases (state, priority);\n"
         "CREATE INDEX IF NOT EXISTS events_customer ON events (customer, at);\n"
         "CREATE TABLE IF NOT EXISTS case_mentions (mention TEXT, case_id TEXT, PRIMARY KEY "
         "(mention, case_id)) "
         "STRICT, WITHOUT ROWID;\n"
         "CREATE TABLE IF NOT EXISTS notes (seq INTEGER PRIMARY KEY, note TEXT NOT NULL) "
         "STRICT;\n" +
         context_schema();
}

Casebook::Casebook(std::map<std::string, CasePolicy> policies, std::vector<Channel> channels,
                   std::string desk_url, std::set<std::string> watched_kinds)
    : policies_(std::move(policies)),
      channels_(std::move(channels)),
      desk_url_(std::move(desk_url)),
      watched_kinds_(std::move(watched_kinds)) {}

const CasePolicy& Casebook::policy_of(const std::string& brand) const {
  static const CasePolicy brandless;
  const auto found = policies_.find(brand);
  return found == policies_.end() ? brandless : found->second;
}

Result<Known> Casebook::known_of(Database& db, const CasePolicy& policy, const Mention& mention,
                                 const Assessment& assessment, Time now) const {
  Known known;
  const std::string author = author_of(mention);
  const std::string_view brand = policy.brand;
  auto of_author = select_one<Case>(db,
                                    "cases WHERE brand = ? AND author = ? AND state <> 'merged' "
                                    "ORDER BY opened_at DESC LIMIT 1",
                                    brand, std::string_view{author});
  if (!of_author) return std::unexpected(of_author.error());
  known.of_author = std::move(*of_author);
  if (assessment.verdict != Verdict::complaint) return known;
  for (const std::string& aspect : assessment.aspects) {
    auto storm =
        select_one<Storm>(db, "storms WHERE brand = ? AND aspect = ? AND closed_at IS NULL LIMIT 1",
                          brand, std::string_view{aspect});
    if (!storm) return std::unexpected(storm.error());
    if (*storm) {
      known.storm = std::move(*storm);
      return known;
    }
    auto kin =
        select<Case>(db,
                     "cases WHERE brand = ? AND opened_at > ? AND author <> ? AND storm = '' "
                     "AND state IN ('new', 'claimed', 'contacted', 'waiting') "
                     "AND EXISTS (SELECT 1 FROM json_each(cases.aspects) WHERE value = ?) ORDER BY "
                     "opened_at, id",
                     brand, to_unix_ms(now - policy.storm_window), std::string_view{author},
                     std::string_view{aspect});
    if (!kin) return std::unexpected(kin.error());
    if (kin->size() > known.kin.size()) {
      known.kin = std::move(*kin);
      known.kin_aspect = aspect;
    }
  }
  return known;
}

Result<> Casebook::take_mention(Database& db, const Mention& mention,
                                const std::vector<Assessment>& assessments, Time now,
                                Changed& changed) const {
  if (mention.deleted) return take_deletion(db, mention.id, now, changed);
  if (assessments.empty()) return {};  // it concerns no brand: nothing of it is kept
  auto hmac = put_content(db, mention, assessments);
  if (!hmac) return std::unexpected(hmac.error());
  for (const Assessment& assessment : assessments) {
    const CasePolicy& policy = policy_of(assessment.brand);
    auto known = known_of(db, policy, mention, assessment, now);
    if (!known) return std::unexpected(known.error());
    auto written =
        write(db, fold_assessment(policy, mention, assessment, *known, now), *hmac, now, changed);
    if (!written) return written;
  }
  return watch(db, mention, now);
}

// Its words go everywhere: from the content, from the notices, and from the cases, whose new
// version tells every open page.
Result<> Casebook::take_deletion(Database& db, const std::string& mention, Time now,
                                 Changed& changed) const {
  if (auto erased = erase_content(db, mention); !erased) return erased;
  if (auto erased = erase_quotes(db, mention); !erased) return erased;
  auto cases = cases_with(db, mention);
  if (!cases) return std::unexpected(cases.error());
  for (const Case& c : *cases) {
    Change change = fold_deletion(c, mention, now);
    if (change.cases.front().summary.empty())
      if (auto erased = erase_titles(db, c.id); !erased) return erased;
    if (auto written = write(db, std::move(change), {}, now, changed); !written) return written;
  }
  if (!cases->empty()) return {};
  JournalEntry entry;
  entry.at = now;
  entry.actor = "quince";
  entry.action = "mention.deleted";
  entry.subject = entry.mention = mention;
  entry.detail = "{}";
  return note(db, std::move(entry), changed);
}

Result<> Casebook::take_reading(Database& db, const Reading& reading, Time now,
                                Changed& changed) const {
  auto cases = cases_with(db, reading.mention);
  if (!cases) return std::unexpected(cases.error());
  for (const Case& c : *cases) {
    auto written = write(db, fold_reading(policy_of(c.brand), c, reading, now), {}, now, changed);
    if (!written) return written;
  }
  if (auto updated = update_counts(db, reading); !updated) return updated;
  auto content = find_content(db, reading.mention, {});
  if (!content) return std::unexpected(content.error());
  return *content ? watch(db, (*content)->mention, now) : Result<>{};
}

Result<> Casebook::take_event(Database& db, const Event& event, Time now, Changed& changed) const {
  if (auto put = put_row(db, "events", event); !put) return put;
  JournalEntry entry;
  entry.at = now;
  entry.actor = "quince";
  entry.action = "event.taken";
  entry.subject = event.id;
  entry.detail = "{\"kind\":\"" + std::string(name(event.kind)) + "\"}";
  return note(db, std::move(entry), changed);
}

Result<> Casebook::watch(Database& db, const Mention& mention, Time now) const {
  if (!watched_kinds_.contains(mention.kind)) return {};
  auto cases = cases_with(db, mention.id);
  if (!cases) return std::unexpected(cases.error());
  if (cases->empty()) return {};
  auto known = find_watch(db, mention.id);
  if (!known) return std::unexpected(known.error());
  const Time begun = mention.posted_at.value_or(mention.seen_at.value_or(now));
  const auto due = next_reading(begun, cases->front().spread, now);
  if (!due) return end_watch(db, mention.id);
  Watch watch = known->value_or(Watch{});
  watch.mention = mention.id;
  watch.kind = mention.kind;
  watch.feed = mention.feed;
  watch.source_id = mention.source_id;
  watch.url = mention.url;
  watch.due_at = *due;
  return put_watch(db, watch);
}

Result<Case> Casebook::take_action(Database& db, const std::string& case_id, const Action& action,
                                   Time now, Changed& changed) const {
  auto found = select_one<Case>(db, "cases WHERE id = ?", std::string_view{case_id});
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(Code::not_found, "there is no case " + case_id);
  const Case& before = **found;
  auto change = act(policy_of(before.brand), before, action, now);
  if (!change) return std::unexpected(change.error());
  Case after = change->cases.empty() ? before : change->cases.front();
  if (change->entries.empty()) return after;
  if (auto written = write(db, std::move(*change), {}, now, changed); !written)
    return std::unexpected(written.error());
  if (action.note.empty()) return after;
  auto insert = db.prepare("INSERT INTO notes (seq, note) VALUES (?, ?)");
  if (!insert) return std::unexpected(insert.error());
  auto put =
      (*insert)->bind(0, changed.entries.back().seq).bind(1, std::string_view{action.note}).run();
  if (!put) return std::unexpected(put.error());
  return after;
}

Result<> Casebook::take_time(Database& db, Time now, Changed& changed) const {
  auto ended =
      select<Case>(db, "cases WHERE state = 'claimed' AND lease_until <= ?", to_unix_ms(now));
  if (!ended) return std::unexpected(ended.error());
  for (const Case& c : *ended)
    if (auto written = write(db, return_to_queue(c, now), {}, now, changed); !written)
      return written;

  auto overdue = select<Case>(
      db,
      "cases WHERE state = 'new' AND due_at <= ? AND NOT EXISTS (SELECT 1 FROM journal WHERE "
      "subject = cases.id AND action = 'case.overdue' AND at >= cases.due_at)",
      to_unix_ms(now));
  if (!overdue) return std::unexpected(overdue.error());
  for (const Case& c : *overdue)
    if (auto written = write(db, mark_overdue(c, now), {}, now, changed); !written) return written;

  auto quiet = select<Storm>(db, "storms WHERE closed_at IS NULL AND updated_at <= ?",
                             to_unix_ms(now - storm_quiet_after));
  if (!quiet) return std::unexpected(quiet.error());
  for (Storm& storm : *quiet) {
    Change change;
    ++storm.version;
    storm.closed_at = now;
    JournalEntry entry;
    entry.at = now;
    entry.actor = "quince";
    entry.action = "storm.closed";
    entry.subject = storm.id;
    entry.detail = "{\"cases\":" + std::to_string(storm.case_count) + "}";
    change.entries.push_back(std::move(entry));
    change.storm = std::move(storm);
    if (auto written = write(db, std::move(change), {}, now, changed); !written) return written;
  }
  return {};
}

Result<> Casebook::write(Database& db, Change change, const std::string& text_hmac, Time now,
                         Changed& changed) const {
  for (const Case& c : change.cases)
    if (auto put = put_row(db, "cases", c); !put) return put;
  if (change.storm) {
    if (auto put = put_row(db, "storms", *change.storm); !put) return put;
    changed.storms.push_back(*change.storm);
  }
  std::string cause, actor;
  for (JournalEntry& entry : change.entries) {
    if (!entry.mention.empty()) {
      if (auto linked = link(db, entry.mention, entry.subject); !linked) return linked;
      cause = entry.mention;
      entry.text_hmac = text_hmac;
    }
    if (entry.actor != "quince") actor = entry.actor;
    if (auto noted = note(db, std::move(entry), changed); !noted) return noted;
  }
  for (const Tell& what : change.tells) {
    auto c = select_one<Case>(db, "cases WHERE id = ?", std::string_view{what.case_id});
    if (!c) return std::unexpected(c.error());
    if (!*c)
      return fail(Code::internal,
                  "a notice tells of case " + what.case_id + ", which does not exist");
    if (auto told = tell(db, **c, what, cause, actor, now, changed); !told) return told;
  }
  for (Case& c : change.cases) changed.cases.push_back(std::move(c));
  return {};
}

Result<> Casebook::tell(Database& db, const Case& c, const Tell& what, const std::string& mention,
                        const std::string& actor, Time now, Changed& changed) const {
  const std::string shown_id =
      mention.empty() ? (c.mentions.empty() ? std::string{} : c.mentions.front()) : mention;
  auto shown = find_content(db, shown_id, c.brand);
  if (!shown) return std::unexpected(shown.error());
  const Content content = *shown ? std::move(**shown) : Content{};
  for (const Channel& channel : channels_) {
    if (!carries(channel, c.team)) continue;
    Notice notice = notice_of(c, what.why, content, actor, channel.name, desk_url_, now);
    if (auto queued = queue_notice(db, notice); !queued) return queued;
    changed.notices.push_back(std::move(notice));
  }
  return {};
}

}  // namespace quince
