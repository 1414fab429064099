// The one way back: which mentions are to be read again, and when. Alerting puts a Watch in the
// transaction of what it decided; the collectors ask which are due. A watch that was read rests for
// an hour unless alerting sets its time anew, so one that nobody cares for is asked for seldom.
// Each function is part of a job of the store.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/watch.h"
#include "io/store.h"

namespace quince {

constexpr Duration watch_rest = std::chrono::hours{1};

std::string watch_schema();
Result<> put_watch(Database& db, const Watch& watch);
Result<std::optional<Watch>> find_watch(Database& db, std::string_view mention);
Result<> end_watch(Database& db, std::string_view mention);

// Of one source, at most `most`, the longest due first.
Result<std::vector<Watch>> due_watches(Database& db, std::string_view feed, Time now,
                                       std::size_t most);

// It was read at `at`.
Result<> rest_watch(Database& db, std::string_view mention, Time at);

}  // namespace quince
