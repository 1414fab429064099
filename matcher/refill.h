// Lists that are filled anew again and again: what stood at a place is overwritten, and items that
// are not needed this time are set aside with their memory, so a warm thread allocates nothing.
#pragma once
#include <cstddef>
#include <utility>
#include <vector>

namespace quince {

template <class T>
class Refill {
 public:
  // Holds the items of `list` until they are given back.
  void take(std::vector<T>& list) {
    list_.swap(list);
    used_ = 0;
  }

  // A further item, with whatever it held before.
  T& next() {
    if (used_ == list_.size()) bring_back();
    return list_[used_++];
  }

  void give(std::vector<T>& list) {
    for (; list_.size() > used_; list_.pop_back()) aside_.push_back(std::move(list_.back()));
    list.swap(list_);
  }

 private:
  void bring_back() {
    if (aside_.empty()) return static_cast<void>(list_.emplace_back());
    list_.push_back(std::move(aside_.back()));
    aside_.pop_back();
  }

  std::vector<T> list_;  // of the one that is being filled
  std::vector<T> aside_;
  std::size_t used_ = 0;
};

}  // namespace quince
