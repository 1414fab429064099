// HTML to plain text, over libxml2's HTML push parser (linear also on deeply nested and mis-nested
// input). Tags are stripped, references decoded, scripts and styles left out; blocks and <br> begin
// a new line, other white space is one space. The result is valid UTF-8 without control characters
// other than the line break, trimmed.
#pragma once
#include <string>
#include <string_view>

namespace quince {

std::string html_to_text(std::string_view utf8);

// The same for text that has no markup: control characters out, white space folded, trimmed.
std::string fold_space(std::string_view utf8);

}  // namespace quince
