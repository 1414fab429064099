// How alike two texts are. Feeds are read again and again, and much of what differs is no news:
// white space, capitals, rotating counters ("12 comments"), the clock. Pure.
#pragma once
#include <string>
#include <string_view>

namespace quince {

// The form in which two texts are compared: letters folded, a number one "0", white space and
// punctuation one space; emoji and other signs stay. Two texts with the same form say the same.
std::string normalized_text(std::string_view text);

// How alike two texts are, 0 to 1: the share of common trigrams of their normalized forms (Dice's
// coefficient over multisets of three bytes). 1 where both are the same or both are empty. Only the
// first 64 KiB of a text are looked at.
double similarity(std::string_view a, std::string_view b);

// How much of `part` is in `whole`, 0 to 1, by the same trigrams; 1 where `part` is empty.
double containment(std::string_view part, std::string_view whole);

}  // namespace quince
