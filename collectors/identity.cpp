#include "collectors/identity.h"

#include "io/crypto.h"

namespace quince {

std::string host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return "-";
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const std::size_t user = url.rfind('@'); user != std::string_view::npos)
    url.remove_prefix(user + 1);
  // Without the port: a server that moves to another one keeps its posts' ids.
  const std::size_t bracket = url.rfind(']'), colon = url.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket))
    url = url.substr(0, colon);
  std::string host(url);
  for (char& c : host)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return host.empty() ? "-" : host;
}

std::string origin_of(std::string_view feed_url, std::string_view source_id) {
  const std::string host = host_of(feed_url);
  if (source_id.find(':') != std::string_view::npos || host == "-") return host;
  const std::size_t path = feed_url.find('/', feed_url.find("://") + 3);
  return path == std::string_view::npos
             ? host
             : host + std::string(feed_url.substr(path, feed_url.find('#') - path));
}

std::string digest_id(std::string_view content) {
  return "sha256:" + to_hex(sha256(content)).substr(0, 32);
}

std::string bounded_id(std::string_view source_id) {
  constexpr std::size_t id_bytes_max = 512;
  return source_id.size() <= id_bytes_max ? std::string(source_id) : digest_id(source_id);
}

}  // namespace quince
