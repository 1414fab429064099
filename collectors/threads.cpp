#include "collectors/threads.h"

#include <set>

namespace quince {
namespace {

// The uppermost post over `id`. What was found is written into `roots`, so each link is followed
// once.
std::string root_of(const std::string& id, const std::map<std::string, std::string>& parents,
                    std::map<std::string, std::string>& roots) {
  std::set<std::string> way;
  std::string at = id;
  while (way.insert(at).second) {
    if (const auto known = roots.find(at); known != roots.end()) {
      at = known->second;
      break;
    }
    const auto up = parents.find(at);
    if (up == parents.end()) break;
    at = up->second;
  }
  for (const std::string& below : way) roots[below] = at;
  return at;
}

}  // namespace

void tie_threads(std::vector<Mention>& mentions, std::map<std::string, std::string> parents) {
  for (const Mention& mention : mentions)
    if (!mention.reply_to.empty()) parents[mention.source_id] = mention.reply_to;
  std::map<std::string, std::string> roots;
  for (Mention& mention : mentions)
    if (!mention.reply_to.empty()) mention.thread = root_of(mention.reply_to, parents, roots);
}

}  // namespace quince
