#include "config/value_checks.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <vector>

#include "alerting/channel_kinds.h"
#include "core/ascii.h"
#include "io/address.h"
#include "io/redis.h"

namespace quince {
namespace {

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool only(std::string_view text, std::string_view more) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_small(c) || is_digit(c) || more.find(c) != more.npos;
  });
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

constexpr std::size_t name_max = 40;

}  // namespace

std::optional<Wrong> check_key(std::string_view text) {
  if (only(text, "-") && text.size() <= name_max) return std::nullopt;
  return Wrong{"is not a key",
               "use 1 to 40 of a-z, 0-9 and -, because it stands in ids and stream names"};
}

std::optional<Wrong> check_name(std::string_view text) {
  if (only(text, "-_") && text.size() <= name_max) return std::nullopt;
  return Wrong{"is not a name", "use 1 to 40 of a-z, 0-9, - and _"};
}

std::optional<Wrong> check_listen(std::string_view text) {
  if (text.empty() || parse_listen(text)) return std::nullopt;
  return Wrong{"is not an address to listen on",
               "write address:port, as 127.0.0.1:8015 or [::1]:8015"};
}

std::optional<Wrong> check_web_url(std::string_view text) {
  const bool secure = text.starts_with("https://");
  if (!secure && !text.starts_with("http://"))
    return Wrong{"is not a web address", "begin with https:// (or http://)"};
  const std::string_view rest = text.substr(secure ? 8 : 7);
  const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  if (host.find('@') != host.npos)
    return Wrong{"holds a user or password before @",
                 "take it out; give the password as a token or in a file"};
  if (host.empty() || host.starts_with(':'))
    return Wrong{"names no host", "write https://host/path"};
  const bool odd =
      std::any_of(text.begin(), text.end(), [](char c) { return c <= 0x20 || c == 0x7F; });
  if (odd)
    return Wrong{"holds a space, a control character or a letter outside ASCII",
                 "percent-encode it"};
  return std::nullopt;
}

std::optional<Wrong> check_source_url(std::string_view text) {
  if (!text.starts_with("ws")) return check_web_url(text);
  return check_web_url("http" + std::string(text.substr(2)));
}

std::optional<Wrong> check_web_url_or_nothing(std::string_view text) {
  return text.empty() ? std::nullopt : check_web_url(text);
}

std::optional<Wrong> check_contact(std::string_view text) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (plain && text.size() <= 200) return std::nullopt;
  return Wrong{"is no web page or mail address", "write https://… or care@…"};
}

std::optional<Wrong> check_redis_url(std::string_view text) {
  if (text.empty() || parse_redis_url(text)) return std::nullopt;
  const std::string why = parse_redis_url(text).error().text;
  const auto mend = why.find("; ");
  return Wrong{"cannot be used: " + why.substr(0, mend), why.substr(mend + 2)};
}

std::optional<Wrong> check_range(std::string_view text) {
  if (parse_address_range(text)) return std::nullopt;
  return Wrong{"is not a range of addresses",
               "write 10.1.2.3, 10.0.0.0/8, ::1 or fd00::/8; host names do not serve here"};
}

std::optional<Wrong> check_webhook_secret(std::string_view text) {
  if (!webhook_keys(text).empty()) return std::nullopt;
  return Wrong{"is not the key of a signed webhook",
               "make one: printf 'whsec_%s\\n' \"$(openssl rand -base64 32)\"; during a change "
               "write both keys, the new "
               "one first, with a space between"};
}

std::optional<Wrong> check_tag(std::string_view text) {
  if (!text.empty() && text.size() <= 100 && text.find_first_of("# /?&") == text.npos)
    return std::nullopt;
  return Wrong{"is not a tag", "write the word alone, without #"};
}

std::optional<Wrong> check_post_lang(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('-'));
  if (text.empty() ||
      ((first.size() == 2 || first.size() == 3) && only(first, "") && text.size() <= 12))
    return std::nullopt;
  return Wrong{"is not a language", "write es, en, pt-BR …"};
}

std::optional<Wrong> check_message_lang(std::string_view text) {
  if (is_one_of(text, {"es", "en"})) return std::nullopt;
  return Wrong{"is not a language that messages are written in", "use es or en"};
}

std::optional<Wrong> check_date_format(std::string_view text) {
  if (is_one_of(text, {"dmy", "mdy", "ymd"})) return std::nullopt;
  return Wrong{"is not an order of day, month and year", "use dmy for 22/11/2026, mdy or ymd"};
}

std::optional<Wrong> check_log_level(std::string_view text) {
  if (is_one_of(text, {"debug", "info", "warn", "error"})) return std::nullopt;
  return Wrong{"is not a log level", "use debug, info, warn or error"};
}

std::optional<Wrong> check_not_empty(std::string_view text) {
  if (!text.empty()) return std::nullopt;
  return Wrong{"is empty", "give a value or leave the line out"};
}

std::optional<Duration> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || count < 0 || count > 1'000'000'000) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit == "ms") return Duration{count};
  if (unit == "s") return Duration{count * 1'000};
  if (unit == "m") return Duration{count * 60'000};
  if (unit == "h") return Duration{count * 3'600'000};
  if (unit == "d") return Duration{count * 86'400'000};
  return std::nullopt;
}

std::optional<ListenAddress> parse_listen(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  ListenAddress out;
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
  if (error != std::errc{} || end != port.data() + port.size()) return std::nullopt;
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (bracketed != (host.find(':') != host.npos)) return std::nullopt;
  if (host.find('/') != host.npos) return std::nullopt;
  if (host != "localhost" && !parse_address_range(host)) return std::nullopt;
  out.host = host == "localhost" ? "127.0.0.1" : host;
  return out;
}

bool is_loopback(const ListenAddress& address) {
  return address.host.starts_with("127.") || address.host == "::1";
}

}  // namespace quince
