// Log lines are JSON objects, one a line, on standard error: {"ts":…,"level":…,"msg":"fixed
// message","key":"value",…}. The message never changes, so that lines can be counted; what changes
// is in the keys, which are words of the vocabulary. Text from outside is escaped by the JSON
// writer and cut to 300 bytes. Thread-safe.
#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/enum_names.h"

namespace quince {

enum class LogLevel { debug, info, warn, error };
template <>
struct EnumNames<LogLevel> {
  static constexpr std::array<std::string_view, 4> names = {"debug", "info", "warn", "error"};
};

using LogValue = std::variant<std::string_view, std::int64_t, bool>;
using LogFields = std::initializer_list<std::pair<std::string_view, LogValue>>;

void set_log_level(LogLevel level);
void log(LogLevel level, std::string_view message, LogFields fields = {});

inline void log_debug(std::string_view message, LogFields fields = {}) {
  log(LogLevel::debug, message, fields);
}
inline void log_info(std::string_view message, LogFields fields = {}) {
  log(LogLevel::info, message, fields);
}
inline void log_warn(std::string_view message, LogFields fields = {}) {
  log(LogLevel::warn, message, fields);
}
inline void log_error(std::string_view message, LogFields fields = {}) {
  log(LogLevel::error, message, fields);
}

}  // namespace quince
