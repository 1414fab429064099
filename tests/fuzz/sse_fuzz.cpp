// Any bytes as a stream of events, whole and cut in two at a place that they choose: the same
// messages, in valid UTF-8, none longer than the bound.
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include "core/utf8.h"
#include "io/event_parser.h"

namespace {

constexpr std::size_t message_bytes_max = 256;

struct Read {
  std::vector<std::pair<std::string, std::string>> messages;
  bool too_large = false;
  bool operator==(const Read&) const = default;
};

Read read(std::string_view stream, std::size_t cut) {
  using quince::EventParser;
  Read result;
  EventParser parser(message_bytes_max);
  const auto take = [&](const quince::StreamMessage& message) {
    // A byte that is no character becomes one of three.
    if (!quince::is_valid_utf8(message.data) || message.data.size() > 3 * message_bytes_max)
      std::abort();
    result.messages.emplace_back(message.event, message.data);
    return true;
  };
  for (const std::string_view piece : {stream.substr(0, cut), stream.substr(cut)})
    if (!result.too_large)
      result.too_large = parser.feed(piece, take) == EventParser::Outcome::too_large;
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t cut = stream.empty() ? 0 : data[0] % stream.size();
  if (read(stream, 0) != read(stream, cut)) std::abort();
  return 0;
}
