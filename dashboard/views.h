// What the desk shows, as JSON, read from the store. Each function is a read-only query; none knows
// of HTTP.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/health.h"
#include "core/error.h"
#include "core/time.h"
#include "io/store.h"

namespace quince {

// What the process knows of itself beside the store.
struct Status {
  struct Brand {
    std::string key, name;
  };
  struct Queue {
    std::string team, stream;
    std::int64_t length = 0;
    bool up = false;
  };
  struct Channel {
    std::string name, kind;
  };
  struct Source {
    std::string name, kind, last_error;
    std::optional<Time> last_success_at, next_at;
    std::int64_t failures = 0;
    std::optional<std::int64_t> budget_left;  // requests that the platform still allows
    std::vector<Finding> findings;            // what is wrong with it, the worst first
  };
  struct Demo {
    std::int64_t day_minute = 0;  // since local midnight
    double speed = 1;
    bool finished = false;
  };
  std::string version;
  Time now{};
  std::int64_t mentions = 0;  // collected since the start
  std::int64_t assessed = 0;
  std::vector<Brand> brands;
  std::vector<Queue> queues;
  std::vector<Channel> channels;
  std::vector<Source> sources;
  std::optional<Demo> demo;
};

Result<std::string> overview_json(Database& db, const Status& status);

// `state`: open, settled or all; empty is open. `author`: a handle, with or without its server;
// empty: anybody's. `cursor`: as given by the page before; empty: the first page.
struct CaseQuery {
  std::string_view state, author, cursor;
  std::int64_t limit = 100;
};
Result<std::string> cases_json(Database& db, const CaseQuery& query);

// Nothing if there is no such case. `version` is set to the case's.
Result<std::optional<std::string>> case_json(Database& db, const std::string& id,
                                             std::int64_t& version);

// Finished server-sent events for everything that changed behind journal entry `seq`; a "reset" if
// it is too much.
Result<std::string> events_since(Database& db, std::int64_t seq);

}  // namespace quince
