// Makes the notice that tells one channel of one change of one case. Pure.
#pragma once
#include <string>

#include "alerting/content.h"
#include "core/case.h"
#include "core/notice.h"

namespace quince {

// `shown` is the mention that best shows why: the one that caused the change, else the one that
// opened the case. `desk_url` has no slash at the end. The id is made of the case, its version, the
// reason and the channel.
Notice notice_of(const Case& c, Why why, const Content& shown, const std::string& actor,
                 const std::string& channel, const std::string& desk_url, Time now);

}  // namespace quince
