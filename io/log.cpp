#include "io/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>

#include "core/time.h"
#include "core/utf8.h"
#include "io/json_writer.h"

namespace quince {
namespace {

constexpr std::size_t value_bytes_max = 300;

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("quince",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");  // the message is already one JSON object
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warn:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

void set_log_level(LogLevel level) { logger().set_level(level_of(level)); }

void log(LogLevel level, std::string_view message, LogFields fields) {
  if (!logger().should_log(level_of(level))) return;
  const auto now =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.member("ts", std::string_view{to_rfc3339(now)});
  json.member("level", name(level));
  json.member("msg", message);
  for (const auto& [key, value] : fields) {
    json.key(key);
    if (const auto* text = std::get_if<std::string_view>(&value)) {
      json.value(std::string_view{repair_utf8(cut_utf8(*text, value_bytes_max))});
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
      json.value(*number);
    } else {
      json.value(std::get<bool>(value));
    }
  }
  json.end_object();
  logger().log(level_of(level), "{}", line);
}

}  // namespace quince
