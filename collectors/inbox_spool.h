// The spool of a collecting process: its inbox, and whoever takes from it is told.
#pragma once
#include <functional>
#include <utility>

#include "collectors/fetcher.h"

namespace quince {

class InboxSpool final : public Spool {
 public:
  // `at_once`: every target is due at the start, whatever its cursor says.
  explicit InboxSpool(
      Inbox& inbox, std::function<void()> on_put = [] {}, bool at_once = false)
      : inbox_(inbox), on_put_(std::move(on_put)), at_once_(at_once) {}

  Result<PutCount> put(InboxBatch batch, const Cursor& cursor) override {
    auto count = inbox_.put(std::move(batch), cursor);
    if (count) on_put_();
    return count;
  }
  Result<std::optional<Cursor>> cursor(std::string_view target) override {
    auto cursor = inbox_.cursor(target);
    if (at_once_ && cursor && *cursor) (*cursor)->next_at = {};
    return cursor;
  }
  Result<std::vector<Watch>> due_watches(std::string_view feed, Time now,
                                         std::size_t most) override {
    return inbox_.due_watches(feed, now, most);
  }

 private:
  Inbox& inbox_;
  const std::function<void()> on_put_;
  const bool at_once_;
};

}  // namespace quince
