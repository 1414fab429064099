// Notices that wait to be sent, and what became of them. They go in in the transaction of the case
// change that they tell of; they leave only as sent or given up, and are marked after the other
// side accepted them: told twice rather than never.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/delivery.h"
#include "core/notice.h"
#include "io/store.h"

namespace quince {

std::string outbox_schema();

// Part of the job that makes the change. A notice whose id is there already is left alone.
Result<> queue_notice(Database& db, const Notice& notice);

// The author deleted a mention: the words of notices that quote it go. Their titles are the words
// of the mention that opened the case.
Result<> erase_quotes(Database& db, std::string_view mention);
Result<> erase_titles(Database& db, std::string_view case_id);

struct Due {
  Notice notice;
  Delivery delivery;
};

// Notices of `channel` whose time has come, the longest due first. Of a case only the earliest that
// waits: the later ones wait for it, also while it is to be tried again.
Result<std::vector<Due>> due_notices(Database& db, std::string_view channel, Time now,
                                     std::int64_t most);

// When the next of these is due; nothing if none waits.
Result<std::optional<Time>> next_due(Database& db, std::string_view channel);

Result<> record_delivery(Database& db, const Delivery& delivery);

// What has not arrived: it waits or was given up, oldest first. `channel` here and below: of all
// channels where it is empty.
Result<std::vector<Due>> undelivered(Database& db, std::string_view channel);

// A person decided: what was given up waits again, due at `now`; or what waits is given up. Both
// say how many notices that were.
Result<std::int64_t> replay_notices(Database& db, std::string_view channel, Time now);
Result<std::int64_t> discard_notices(Database& db, std::string_view channel, Time now);

// How many wait and were sent or given up, and the last failure, for the desk.
struct ChannelCount {
  std::string channel;
  std::int64_t queued = 0;
  std::int64_t sent = 0;
  std::int64_t gave_up = 0;
  std::string last_error;
};
Result<std::vector<ChannelCount>> count_deliveries(Database& db);

}  // namespace quince
