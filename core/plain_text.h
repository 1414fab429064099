// Text from outside, made safe for a terminal, a log or a message: valid UTF-8 without control
// characters (C0 and C1) and without what turns the direction of writing. A tab is a space. What a
// message's own format obeys, Markdown or HTML, is for the one who writes that format.
#pragma once
#include <string>
#include <string_view>

namespace quince {

std::string plain_line(std::string_view text);  // a line break is a space
std::string plain_text(std::string_view text);  // a line break is \n

}  // namespace quince
