// What must be known before a target's own request may go out, and is shared by several targets:
// the robots.txt of its server, and the session of its source. Both are kept in memory alone. Not
// thread-safe.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "collectors/robots.h"
#include "collectors/schedule.h"
#include "collectors/source.h"

namespace quince {

// By the address of a robots.txt. It is asked for once a day; while a server cannot say what it
// allows, it allows nothing, unless an older copy is there (RFC 9309, 2.3.1 and 2.4).
class RobotsBook {
 public:
  struct Refusal {
    FetchOutcome outcome = FetchOutcome::refused;
    std::string text;
  };

  bool is_asked(const std::string& address) const;  // the answer is on its way
  bool must_ask(const std::string& address, Time now) const;
  void ask(const std::string& address) { pages_[address].is_asked = true; }
  // Returns the rules that hold now; `again_at` is when to ask anew if they are not known.
  const Robots& answer(const std::string& address, const HttpResult& result, Time now,
                       Time again_at);
  std::optional<Refusal> refusal(const std::string& address, const std::string& url) const;

 private:
  struct Page {
    Robots rules = Robots::that_refuses_all();
    bool is_known = false, is_asked = false;
    Time until{};
    Refusal unknown;  // why the rules are not known
  };
  std::map<std::string, Page> pages_;
};

// By the name of a source.
class SessionBook {
 public:
  bool is_asked(const std::string& source) const;
  Time free_at(const std::string& source) const;  // no sign-in before
  bool holds(const std::string& source, Time now) const;
  std::string bearer(const std::string& source) const;

  void ask(const std::string& source) { entries_[source].is_asked = true; }
  void open(const std::string& source, Session session);
  void fail(const std::string& source, Time again_at);
  void forget(const std::string& source, const std::string& bearer);  // unless it was renewed

 private:
  struct Entry {
    Session session;
    bool is_asked = false;
    Time free_at{};
  };
  std::map<std::string, Entry> entries_;
};

}  // namespace quince
