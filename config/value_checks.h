// What one text of the configuration must look like. Each check says what is wrong, without
// repeating the text (it may be a secret), and how to mend it; nothing means that the text is good.
// Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace quince {

struct Wrong {
  std::string what;  // goes on after the option's name: "is not a port"
  std::string mend;
};

using ValueCheck = std::optional<Wrong> (*)(std::string_view text);

std::optional<Wrong> check_key(std::string_view text);   // a-z 0-9 -
std::optional<Wrong> check_name(std::string_view text);  // a-z 0-9 - _
std::optional<Wrong> check_listen(
    std::string_view text);  // 127.0.0.1:8015, [::1]:8015, localhost:8015, or nothing
std::optional<Wrong> check_web_url(std::string_view text);     // http(s)://host…, no user part
std::optional<Wrong> check_source_url(std::string_view text);  // the same, or ws(s)://host…
std::optional<Wrong> check_web_url_or_nothing(std::string_view text);
std::optional<Wrong> check_contact(std::string_view text);  // one line of printable ASCII
std::optional<Wrong> check_redis_url(std::string_view text);
std::optional<Wrong> check_range(std::string_view text);  // an address or address/prefix
std::optional<Wrong> check_webhook_secret(std::string_view text);
std::optional<Wrong> check_tag(std::string_view text);  // without #
std::optional<Wrong> check_post_lang(std::string_view text);
std::optional<Wrong> check_message_lang(std::string_view text);  // es, en
std::optional<Wrong> check_date_format(std::string_view text);   // dmy, mdy, ymd
std::optional<Wrong> check_log_level(std::string_view text);
std::optional<Wrong> check_not_empty(std::string_view text);

std::optional<Duration> parse_duration(std::string_view text);  // 500ms, 30s, 15m, 2h, 1d

struct ListenAddress {
  std::string host;
  std::uint16_t port = 0;
};
std::optional<ListenAddress> parse_listen(std::string_view text);
bool is_loopback(const ListenAddress& address);

}  // namespace quince
