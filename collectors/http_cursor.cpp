#include "collectors/http_cursor.h"

#include <algorithm>
#include <charconv>

#include "collectors/answer_headers.h"
#include "collectors/identity.h"

namespace quince {
namespace {

constexpr Duration week = std::chrono::hours{7 * 24};

bool is_older(const std::optional<Time>& since, Duration span, Time now) {
  return since && now - *since >= span;
}

// The same host, with https for http.
bool is_secured(std::string_view url, std::string_view moved_to) {
  return url.starts_with("http://") && moved_to.starts_with("https://") &&
         host_of(url) == host_of(moved_to);
}

void forget_move(Cursor& cursor) {
  cursor.moved_to.clear();
  cursor.moved_since.reset();
}

}  // namespace

bool is_conditional(const Cursor& cursor, Time now) {
  return !(cursor.etag.empty() && cursor.last_modified.empty()) &&
         !is_older(cursor.unchanged_since, week, now);
}

std::string address_now(const std::string& url, const Cursor& cursor, Time now) {
  if (cursor.moved_to.empty()) return url;
  const bool is_sure = is_secured(url, cursor.moved_to) || is_older(cursor.moved_since, week, now);
  return is_sure ? cursor.moved_to : url;
}

void note_document(Cursor& cursor, const std::string& asked, const HttpResponse& response,
                   Time now) {
  cursor.etag = response.header("etag");
  cursor.last_modified = response.header("last-modified");
  cursor.unchanged_since.reset();
  if (response.moved_for_good && response.url != cursor.moved_to) {
    cursor.moved_to = response.url;
    cursor.moved_since = now;
  } else if (!response.moved_for_good && asked != cursor.moved_to) {
    forget_move(cursor);  // the old address answers itself again
  }
}

void note_unchanged(Cursor& cursor, Time now) {
  if (!cursor.unchanged_since) cursor.unchanged_since = now;
}

void note_budget(Cursor& cursor, const HttpResponse& response, Time now) {
  const auto budget = budget_of(response, now);
  cursor.budget_left = budget ? std::optional(budget->left) : std::nullopt;
  cursor.budget_until = budget ? std::optional(budget->until) : std::nullopt;
}

void note_failure(Cursor& cursor, int status, Time now) {
  if (cursor.failures == 0 || !cursor.failing_since || cursor.status != status)
    cursor.failing_since = now;
  cursor.status = status;
  ++cursor.failures;
}

bool is_gone(const Cursor& cursor, int status, Time now) {
  if (status == 410) return true;
  return (status == 404 || status == 401) && cursor.status == status && cursor.failures > 0 &&
         is_older(cursor.failing_since, week, now);
}

bool take_other_address(Cursor& cursor, const std::string& url, const std::string& asked,
                        int status, Time now) {
  if (cursor.moved_to.empty() || (status != 404 && status != 410)) return false;
  if (asked == url) {
    cursor.moved_since = now - week;
  } else {
    forget_move(cursor);
  }
  return true;
}

std::size_t batch_max_of(const Reread& reread, const Cursor& cursor) {
  std::size_t learned = 0;
  std::from_chars(cursor.position.data(), cursor.position.data() + cursor.position.size(), learned);
  return learned == 0 ? reread.batch_max : std::min(learned, reread.batch_max);
}

}  // namespace quince
