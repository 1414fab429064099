// Instants are UTC milliseconds; a zone appears only where a person reads a time. Text form: RFC
// 3339 with "Z", milliseconds written only where they are not zero. Reading takes any numeric
// offset and refuses everything else.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quince {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;

std::string to_rfc3339(Time time);
std::optional<Time> parse_rfc3339(std::string_view text);

constexpr Time from_unix_ms(std::int64_t ms) { return Time{std::chrono::milliseconds{ms}}; }
constexpr std::int64_t to_unix_ms(Time time) { return time.time_since_epoch().count(); }

}  // namespace quince
