#include "collectors/permissions.h"

namespace quince {
namespace {

constexpr Duration robots_hold = std::chrono::hours{24};

// No robots.txt, or one that this program may not see: it restricts nothing (RFC 9309, 2.3.1.3).
bool says_nothing(const HttpResult& result) {
  return result && result->status >= 400 && result->status < 500 && result->status != 429;
}

std::string reason_of(const HttpResult& result) {
  return result ? "HTTP status " + std::to_string(result->status) : result.error().text;
}

}  // namespace

bool RobotsBook::is_asked(const std::string& address) const {
  const auto at = pages_.find(address);
  return at != pages_.end() && at->second.is_asked;
}

bool RobotsBook::must_ask(const std::string& address, Time now) const {
  if (address.empty()) return false;
  const auto at = pages_.find(address);
  return at == pages_.end() || at->second.until <= now;
}

const Robots& RobotsBook::answer(const std::string& address, const HttpResult& result, Time now,
                                 Time again_at) {
  Page& page = pages_[address];
  page.is_asked = false;
  const bool is_read = result && result->status >= 200 && result->status < 300;
  if (is_read || says_nothing(result)) {
    page.rules = is_read ? Robots::parse(result->body) : Robots{};
    page.is_known = true;
    page.until = now + robots_hold;
    return page.rules;
  }
  page.until = again_at;
  page.unknown = {classify(result, false), address + " cannot be read (" + reason_of(result) +
                                               "), and until it can nothing of its server is"};
  return page.rules;
}

std::optional<RobotsBook::Refusal> RobotsBook::refusal(const std::string& address,
                                                       const std::string& url) const {
  const auto at = pages_.find(address);
  if (at == pages_.end() || at->second.rules.allows(url)) return std::nullopt;
  if (!at->second.is_known) return at->second.unknown;
  return Refusal{FetchOutcome::refused, address +
                                            " does not allow it; set `robots: false` for "
                                            "this source if the server's owner agreed"};
}

bool SessionBook::is_asked(const std::string& source) const {
  const auto at = entries_.find(source);
  return at != entries_.end() && at->second.is_asked;
}

Time SessionBook::free_at(const std::string& source) const {
  const auto at = entries_.find(source);
  return at == entries_.end() ? Time{} : at->second.free_at;
}

bool SessionBook::holds(const std::string& source, Time now) const {
  const auto at = entries_.find(source);
  return at != entries_.end() && !at->second.session.bearer.empty() &&
         at->second.session.until > now;
}

std::string SessionBook::bearer(const std::string& source) const {
  const auto at = entries_.find(source);
  return at == entries_.end() ? std::string{} : at->second.session.bearer;
}

void SessionBook::open(const std::string& source, Session session) {
  entries_[source] = {std::move(session), false, {}};
}

void SessionBook::fail(const std::string& source, Time again_at) {
  entries_[source] = {{}, false, again_at};
}

void SessionBook::forget(const std::string& source, const std::string& bearer) {
  Entry& entry = entries_[source];
  if (entry.session.bearer == bearer) entry.session = {};
}

}  // namespace quince
