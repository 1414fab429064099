// What one channel must be told, and why. The id is its idempotency key: the same change, told
// again after a crash, carries the same id. It holds no secret; text from outside is in it as data,
// and each channel makes it inert.
#pragma once
#include "core/assessment.h"
#include "core/case.h"
#include "core/time.h"

namespace quince {

enum class Why { opened, worse, storm, overdue, claimed, returned, settled, dismissed, recovered };
template <>
struct EnumNames<Why> {
  static constexpr std::array<std::string_view, 9> names = {"opened",  "worse",     "storm",
                                                            "overdue", "claimed",   "returned",
                                                            "settled", "dismissed", "recovered"};
};

struct Notice {
  std::string id;
  std::string channel;
  Why why = Why::opened;
  Time at{};
  std::string brand;
  std::string team;
  std::string case_id;
  std::int64_t case_version = 1;
  std::string state;
  bool critical = false;
  std::int64_t priority = 0;
  std::int64_t severity = 0;
  Decimal complaint;
  Spread spread;
  std::string lang;
  std::string title;  // one line: who and what
  std::string text;   // the customer's words, cut to 600 bytes
  std::string author_handle;
  std::optional<std::int64_t> followers;
  Standing standing = Standing::usual;
  std::string mention;   // id of the mention that it quotes; empty: none
  std::string url;       // of the post
  std::string case_url;  // of the case on the desk
  std::string storm;
  std::string actor;  // who claimed, settled …; empty: quince
  std::vector<std::string> aspects;
  std::vector<std::string> evidence;  // "rule +1.8 “the exact words”", strongest first
  std::vector<std::string> reasons;
  bool operator==(const Notice&) const = default;
};

}  // namespace quince
