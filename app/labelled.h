// Labelled texts as people keep them: a tab-separated file whose first line names its columns
// (text; label or complaint; severity, lang, channel where there are), or JSON lines with these
// members.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/mention.h"

namespace quince {

// One labelled text. `label` is 1 or 0 (complaint or not).
struct Labelled {
  Mention mention;
  bool complaint = false;
  std::int64_t severity = -1;  // 0 to 4; -1: not labelled
  std::size_t source = 0;      // number of its file
  std::string channel;         // tweet, review …; empty: not told
};

// The rows of all files; nothing where a line is wrong, which is told with file and line on
// standard error.
std::optional<std::vector<Labelled>> read_labelled(const std::vector<std::string>& files);

}  // namespace quince
