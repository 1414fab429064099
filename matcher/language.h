// The language of a post: what its source said, else what CLD2 finds, else "und" where it cannot
// honestly be told: under 12 letters, or CLD2 itself is not sure. A found language is a primary
// subtag of BCP 47 ("es", "pt").
#pragma once
#include <string>
#include <string_view>

#include "core/mention.h"

namespace quince {

// The primary subtag in lower case: "es-MX" is "es".
std::string primary_language(std::string_view tag);

std::string language_of(const Mention& mention, std::size_t letters);

}  // namespace quince
