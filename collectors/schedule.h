// When to ask again. Pure: what happened, what the source and the document want, and a number from
// [0, 1) that spreads requests, give the next time. A good answer is followed after `every`; a
// failure after a pause that doubles with each further one, up to an hour where the other side is
// likely to come back, up to six where the same answer is likely; what is gone is asked for once a
// day. Retry-After is obeyed, and holds for the whole host.
#pragma once
#include <array>
#include <cstdint>
#include <optional>

#include "core/cursor.h"
#include "core/enum_names.h"
#include "io/http_client.h"

namespace quince {

// What came of a request; also a metric label.
enum class FetchOutcome : std::uint8_t {
  ok,
  not_modified,
  rate_limited,  // 429
  forbidden,     // 403: the server protects itself
  gone,          // 410, and 404 or 401 for a week (collectors/http_cursor.h)
  client_error,  // other 4xx, and redirects that lead nowhere
  server_error,  // 5xx, and answers that cannot be meant
  network,
  timeout,
  refused,  // address, scheme or URL; or robots.txt
  too_large,
  not_a_feed,  // a document that its kind cannot read
  not_stored,  // read well, but the store did not take it
};

template <>
struct EnumNames<FetchOutcome> {
  static constexpr std::array<std::string_view, 13> names = {
      "ok",           "not_modified", "rate_limited", "forbidden", "gone",
      "client_error", "server_error", "network",      "timeout",   "refused",
      "too_large",    "not_a_feed",   "not_stored"};
};

// Before any parser sees the body. `conditional`: the request carried a validator; a 304 to one
// that did not is an error.
FetchOutcome classify(const HttpResult& result, bool conditional);

struct Rhythm {
  Duration every{};
  std::optional<Duration> rest;  // the answer's own wish; obeyed up to an hour over `every`
  std::optional<std::chrono::seconds> retry_after;  // of the answer
  double jitter = 0;                                // [0, 1)
};

// `failures`: in a row, this one included; 0 after a success.
Time next_time(FetchOutcome outcome, std::int64_t failures, const Rhythm& rhythm, Time now);

constexpr bool is_success(FetchOutcome outcome) {
  return outcome == FetchOutcome::ok || outcome == FetchOutcome::not_modified;
}

}  // namespace quince
