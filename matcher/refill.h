// Lists that are filled anew again and again: the items of the last time are set aside with their
// memory and taken up again, so a warm thread allocates nothing for them.
#pragma once
#include <utility>
#include <vector>

namespace quince {

template <class T>
class Refill {
 public:
  void empty(std::vector<T>& list) {
    for (T& item : list) aside_.push_back(std::move(item));
    list.clear();
  }

  // A further item of `list`, with whatever it held before.
  T& next(std::vector<T>& list) {
    if (aside_.empty()) return list.emplace_back();
    list.push_back(std::move(aside_.back()));
    aside_.pop_back();
    return list.back();
  }

 private:
  std::vector<T> aside_;
};

}  // namespace quince
