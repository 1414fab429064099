#include "io/event_parser.h"

#include <utility>

#include "core/utf8.h"

namespace quince {

EventParser::Outcome EventParser::feed(std::string_view bytes, const Take& take) {
  while (!bytes.empty()) {
    if (std::exchange(after_cr_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const std::size_t end = bytes.find_first_of("\r\n");
    const std::string_view piece = bytes.substr(0, end);
    if (line_.size() + data_.size() + piece.size() > message_bytes_max_) return Outcome::too_large;
    line_ += piece;
    if (end == std::string_view::npos) break;
    after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    if (!end_line(take)) return Outcome::enough;
  }
  return Outcome::more;
}

bool EventParser::end_line(const Take& take) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::string line;
  line.swap(line_);
  if (lines_++ == 0 && line.starts_with(byte_order_mark)) line.erase(0, byte_order_mark.size());
  if (line.empty()) return end_event(take);
  take_field(line);
  return true;
}

void EventParser::take_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);  // empty: a comment
  std::string_view value =
      colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "event") {
    event_ = value;
  } else if (name == "data") {
    data_ += value;
    data_ += '\n';
  } else if (name == "id" && value.find('\0') == std::string_view::npos) {
    id_ = value;
  }
  // `retry` is for who reconnects by the server's wish; quince has pauses of its own.
}

bool EventParser::end_event(const Take& take) {
  last_id_ = id_;
  const std::string event = std::exchange(event_, {});
  std::string data = std::exchange(data_, {});
  if (data.empty()) return true;
  data.pop_back();
  if (!is_valid_utf8(data)) data = repair_utf8(data);
  return take({event.empty() ? "message" : std::string_view{event}, data});
}

}  // namespace quince
