// Server-sent events out of the bytes of a stream, as the WHATWG HTML standard, section 9.2, has
// them: lines end with CR, LF or both; an empty line ends an event; one without data is none. Pure;
// not thread-safe. Pieces may be cut anywhere, also inside a character.
//
// Memory is bounded by the longest message: its lines and what they gave so far.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "io/stream_client.h"

namespace quince {

class EventParser {
 public:
  enum class Outcome : std::uint8_t { more, enough, too_large };
  using Take = std::function<bool(const StreamMessage&)>;  // false: enough

  explicit EventParser(std::size_t message_bytes_max) : message_bytes_max_(message_bytes_max) {}

  // The next bytes of the stream. After `too_large` there is no way on.
  Outcome feed(std::string_view bytes, const Take& take);

  // Whole lines so far: comments, of which heartbeats are made, count as well.
  std::uint64_t lines() const { return lines_; }
  // Of the last event that ended, or of an earlier one where it had none.
  const std::string& last_id() const { return last_id_; }

 private:
  bool end_line(const Take& take);
  void take_field(std::string_view line);
  bool end_event(const Take& take);

  const std::size_t message_bytes_max_;
  std::uint64_t lines_ = 0;
  bool after_cr_ = false;          // an LF that follows belongs to the line that ended
  std::string line_;               // as far as it came
  std::string event_, data_, id_;  // of the event that is being read
  std::string last_id_;
};

}  // namespace quince
