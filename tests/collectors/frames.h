// Frames as Jetstream sends them, invented: the n-th is of the n-th second after the tests' start.
#pragma once
#include <string>

#include "core/time.h"

namespace quince::test {

inline std::int64_t time_us(int n) {
  return to_unix_ms(*parse_rfc3339("2026-11-22T09:00:00Z")) * 1000 + n * std::int64_t{1'000'000};
}

inline std::string position(int n) { return "us:" + std::to_string(time_us(n)); }

inline std::string commit(int n, const std::string& rest) {
  const std::string number = std::to_string(n);
  return "{\"did\":\"did:plc:invented" + number + "\",\"time_us\":" + std::to_string(time_us(n)) +
         ",\"kind\":\"commit\",\"commit\":{\"collection\":\"app.bsky.feed.post\",\"rkey\":\"k" +
         number + "\"," + rest + "}}";
}

inline std::string frame(int n, const std::string& text = "una tarde cualquiera") {
  return commit(n,
                "\"operation\":\"create\",\"record\":{\"$type\":\"app.bsky.feed.post\","
                "\"createdAt\":\"2026-11-22T09:00:00Z\",\"langs\":[\"es\"],\"text\":\"" +
                    text + "\"}");
}

inline std::string deletion(int n) { return commit(n, "\"operation\":\"delete\""); }

}  // namespace quince::test
