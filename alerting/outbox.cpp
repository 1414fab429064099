#include "alerting/outbox.h"

#include "io/store_fields.h"

namespace quince {
namespace {

// What waits for a channel and may go out: of each case only the earliest notice, so that people
// read its story in the order in which it happened. (The rowid of a delivery changes whenever it is
// recorded; that of a notice stays.)
constexpr std::string_view first_in_line =
    "deliveries WHERE channel = ?1 AND state IN ('queued', 'retry') "
    "AND notice IN (SELECT id FROM notices) AND NOT EXISTS (SELECT 1 FROM notices AS own "
    "JOIN notices AS earlier ON earlier.case_id = own.case_id AND earlier.channel = own.channel "
    "AND earlier.rowid < own.rowid JOIN deliveries AS waits ON waits.notice = earlier.id "
    "WHERE own.id = deliveries.notice AND waits.state IN ('queued', 'retry')) ";

Result<std::vector<Due>> with_notices(Database& db, std::vector<Delivery> deliveries) {
  std::vector<Due> due;
  for (Delivery& delivery : deliveries) {
    auto notice = select_one<Notice>(db, "notices WHERE id = ?", std::string_view{delivery.notice});
    if (!notice) return std::unexpected(notice.error());
    if (*notice) due.push_back({std::move(**notice), std::move(delivery)});
  }
  return due;
}

}  // namespace

std::string outbox_schema() {
  return schema_sql<Notice>("notices") + schema_sql<Delivery>("deliveries") +
         "CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (channel, next_at) WHERE state "
         "IN ('queued', 'retry');\n"
         "CREATE INDEX IF NOT EXISTS notices_case ON notices (case_id);\n"
         "CREATE INDEX IF NOT EXISTS notices_mention ON notices (mention);\n";
}

Result<> queue_notice(Database& db, const Notice& notice) {
  auto known = db.prepare("SELECT 1 FROM notices WHERE id = ?");
  if (!known) return std::unexpected(known.error());
  const auto found = (*known)->bind(0, std::string_view{notice.id}).step();
  if (!found) return std::unexpected(found.error());
  (*known)->reset();
  if (*found) return {};
  if (auto put = put_row(db, "notices", notice); !put) return put;
  Delivery delivery;
  delivery.notice = notice.id;
  delivery.channel = notice.channel;
  delivery.next_at = notice.at;
  return put_row(db, "deliveries", delivery);
}

Result<> erase_quotes(Database& db, std::string_view mention) {
  auto erase = db.prepare("UPDATE notices SET text = '', evidence = '[]' WHERE mention = ?");
  if (!erase) return std::unexpected(erase.error());
  return (*erase)->bind(0, mention).run();
}

Result<> erase_titles(Database& db, std::string_view case_id) {
  auto erase = db.prepare("UPDATE notices SET title = '' WHERE case_id = ?");
  if (!erase) return std::unexpected(erase.error());
  return (*erase)->bind(0, case_id).run();
}

Result<std::vector<Due>> due_notices(Database& db, std::string_view channel, Time now,
                                     std::int64_t most) {
  auto deliveries = select<Delivery>(
      db,
      std::string(first_in_line) + "AND next_at <= ?2 ORDER BY next_at, deliveries.rowid LIMIT ?3",
      channel, to_unix_ms(now), most);
  if (!deliveries) return std::unexpected(deliveries.error());
  return with_notices(db, std::move(*deliveries));
}

Result<std::optional<Time>> next_due(Database& db, std::string_view channel) {
  auto next =
      db.prepare("SELECT next_at FROM " + std::string(first_in_line) + "ORDER BY next_at LIMIT 1");
  if (!next) return std::unexpected(next.error());
  const auto found = (*next)->bind(0, channel).step();
  if (!found) return std::unexpected(found.error());
  std::optional<Time> at;
  if (*found) at = from_unix_ms((*next)->integer(0));
  (*next)->reset();
  return at;
}

Result<> record_delivery(Database& db, const Delivery& delivery) {
  return put_row(db, "deliveries", delivery);
}

Result<std::vector<Due>> undelivered(Database& db, std::string_view channel) {
  auto deliveries = select<Delivery>(db,
                                     "deliveries WHERE state <> 'sent' AND ?1 IN ('', channel) "
                                     "ORDER BY (SELECT rowid FROM notices "
                                     "WHERE id = deliveries.notice)",
                                     channel);
  if (!deliveries) return std::unexpected(deliveries.error());
  return with_notices(db, std::move(*deliveries));
}

Result<std::int64_t> replay_notices(Database& db, std::string_view channel, Time now) {
  auto replay = db.prepare(
      "UPDATE deliveries SET state = 'queued', reason = '', next_at = ?2, done_at = NULL WHERE "
      "state = 'gave_up' AND ?1 IN ('', channel)");
  if (!replay) return std::unexpected(replay.error());
  if (auto run = (*replay)->bind(0, channel).bind(1, to_unix_ms(now)).run(); !run)
    return std::unexpected(run.error());
  return db.changes();
}

Result<std::int64_t> discard_notices(Database& db, std::string_view channel, Time now) {
  auto discard = db.prepare(
      "UPDATE deliveries SET state = 'gave_up', reason = 'discarded', done_at = ?2 WHERE state IN "
      "('queued', 'retry') AND ?1 IN ('', channel)");
  if (!discard) return std::unexpected(discard.error());
  if (auto run = (*discard)->bind(0, channel).bind(1, to_unix_ms(now)).run(); !run)
    return std::unexpected(run.error());
  return db.changes();
}

Result<std::vector<ChannelCount>> count_deliveries(Database& db) {
  auto rows = db.prepare(
      "SELECT channel, sum(state IN ('queued', 'retry')), sum(state = 'sent'), sum(state = "
      "'gave_up'), "
      "(SELECT detail FROM deliveries AS l WHERE l.channel = d.channel AND l.state IN ('retry', "
      "'gave_up') "
      "ORDER BY next_at DESC LIMIT 1) FROM deliveries AS d GROUP BY channel ORDER BY channel");
  if (!rows) return std::unexpected(rows.error());
  std::vector<ChannelCount> counts;
  while (true) {
    const auto more = (*rows)->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return counts;
    counts.push_back({std::string((*rows)->text(0)), (*rows)->integer(1), (*rows)->integer(2),
                      (*rows)->integer(3), std::string((*rows)->text(4))});
  }
}

}  // namespace quince
