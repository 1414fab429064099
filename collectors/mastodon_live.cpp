// The stream of an instance as server-sent events (docs.joinmastodon.org/methods/streaming): of one
// tag, or of everything that it shows to everybody. It needs a token and cannot replay; what was
// said during a drop comes by polling.
#include "collectors/kinds.h"
#include "collectors/mastodon.h"
#include "io/url.h"

namespace quince {
namespace {

bool is_wanted(const Source& source) {
  return source.live && !source.token.empty() && (source.public_timeline || !source.tags.empty());
}

StreamRequest request(const Target& target, const Cursor&) {
  StreamRequest request;
  const std::string path =
      target.tag.empty() ? "public" : "hashtag?tag=" + percent_encoded(target.tag);
  request.url = mastodon_url(*target.source, "/api/v1/streaming/" + path);
  request.headers = {{"Authorization", "Bearer " + target.source->token}};
  return request;
}

// Large instances stream from a host of their own (configuration.urls.streaming of
// docs.joinmastodon.org/methods/instance/#v2).
HttpRequest ask_host(const Source& source) {
  HttpRequest request;
  request.url = mastodon_url(source, "/api/v2/instance");
  return request;
}

// The token goes there: never from https to a host without.
std::string host_of_streams(const Source& source, const Document& document) {
  const auto instance = parse_json(document.bytes);
  if (!instance) return {};
  const std::string told = (*instance)["configuration"]["urls"]["streaming"].text();
  std::string_view url = told;
  const bool is_safe = url.starts_with("wss://") || url.starts_with("https://");
  if (!is_safe && (source.url.starts_with("https:") ||
                   !(url.starts_with("ws://") || url.starts_with("http://"))))
    return {};
  url.remove_prefix(url.find("://") + 3);
  const std::string_view host = url.substr(0, url.find('/'));
  if (host.empty() || host.find('@') != std::string_view::npos) return {};
  return std::string(is_safe ? "https://" : "http://").append(host);
}

Result<Parsed> parse(const Target& target, const StreamMessage& message) {
  Parsed parsed;
  take_event(message, target, target.source->url, parsed);
  return parsed;
}

// The instance's own number is all that a deletion tells; it leads to the mention where the status
// was written there. Others are found to be gone when they are read again.
void take_delete(std::string_view id, std::string_view url, Parsed& parsed) {
  Reading reading;
  reading.mention = local_status_id(url, id);
  reading.deleted = true;
  parsed.readings.push_back(std::move(reading));
}

}  // namespace

void take_event(const StreamMessage& message, const Target& target, std::string_view url,
                Parsed& parsed) {
  if (message.event == "delete") return take_delete(message.data, url, parsed);
  // Filters, announcements and the like; their data need not even be JSON.
  if (message.event != "update" && message.event != "status.update") return;
  if (const auto status = parse_json(message.data)) {
    take_status(*status, target, url, parsed);
  } else {
    parsed.dropped.emplace_back("broken_item");
  }
}

namespace {

constexpr StreamHost stream_host{.request = &ask_host, .parse = &host_of_streams};

}  // namespace

const Listen mastodon_listen{
    .wanted = &is_wanted, .request = &request, .parse = &parse, .host = &stream_host};

}  // namespace quince
