// The spool of a collecting process: its inbox, and whoever takes from it is told.
#pragma once
#include <functional>
#include <utility>

#include "collectors/fetcher.h"

namespace quince {

class InboxSpool final : public Spool {
 public:
  explicit InboxSpool(
      Inbox& inbox, std::function<void()> on_put = [] {})
      : inbox_(inbox), on_put_(std::move(on_put)) {}

  Result<PutCount> put(InboxBatch batch, const Cursor& cursor) override {
    auto count = inbox_.put(std::move(batch), cursor);
    if (count) on_put_();
    return count;
  }
  Result<std::optional<Cursor>> cursor(std::string_view target) override {
    return inbox_.cursor(target);
  }
  Result<std::vector<Watch>> due_watches(std::string_view feed, Time now,
                                         std::size_t most) override {
    return inbox_.due_watches(feed, now, most);
  }

 private:
  Inbox& inbox_;
  const std::function<void()> on_put_;
};

}  // namespace quince
