// Compiled rules on disk, so that a start or a reload need not compile what was compiled before:
// one file a rule set, of which the 4 newest stay (a few MB each, 64 MiB at most). It is never
// missed: a file that cannot be read is compiled anew, one that cannot be written is not there the
// next time. What is in a file is checked by who reads it (matcher/databases.h).
#pragma once
#include <string>
#include <string_view>

#include "matcher/databases.h"

namespace quince {

class RuleCache final : public DatabaseCache {
 public:
  // `dir` is made where it is missing; empty: nothing is kept.
  explicit RuleCache(std::string dir) : dir_(std::move(dir)) {}

  static RuleCache of_store(const std::string& store_dir) {
    return RuleCache(store_dir + "/cache");
  }
  // $XDG_CACHE_HOME/quince, or ~/.cache/quince (XDG Base Directory Specification 0.8).
  static RuleCache of_user();

  std::string find(std::string_view key) override;
  void keep(std::string_view key, std::string_view bytes) override;

 private:
  std::string path_of(std::string_view key) const;
  void drop_oldest() const;

  std::string dir_;
};

}  // namespace quince
