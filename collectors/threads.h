// Conversations: who answers whom is told by `reply_to`, and from that follows the root. Pure.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/mention.h"

namespace quince {

// Gives each reply its `thread`: the root, as far up as `mentions` lead, or the last post that is
// known of on the way there. `parents` helps over posts that are not among them: source_id to what
// it answers. All of one server, for ids are its own; what goes in a circle ends where it started.
void tie_threads(std::vector<Mention>& mentions, std::map<std::string, std::string> parents = {});

}  // namespace quince
