// Statuses by their numbers on the instance that they came through. Many in one request since 4.3;
// an older instance has no such request, and is asked for one status after the other.
#include "collectors/kinds.h"
#include "collectors/mastodon.h"
#include "io/url.h"

namespace quince {
namespace {

constexpr std::size_t batch_max = 20;  // the API's bound

HttpRequest request(const Source& source, std::span<const Watch> watches) {
  HttpRequest request;
  request.headers = {{"Accept", "application/json"}};
  request.url = mastodon_url(source, "/api/v1/statuses");
  if (watches.size() == 1) {
    request.url += '/' + percent_encoded(watches.front().source_id);
    return request;
  }
  for (const Watch& watch : watches)
    request.url += (&watch == &watches.front() ? "?id%5B%5D=" : "&id%5B%5D=") +
                   percent_encoded(watch.source_id);
  return request;
}

// What may not be kept any more counts as gone.
const JsonNode* find_status(const std::vector<const JsonNode*>& rows, const std::string& id) {
  for (const JsonNode* row : rows)
    if ((*row)["id"].text() == id && bar_of(*row, false).empty()) return row;
  return nullptr;
}

void take_again(const JsonNode& status, const Watch& watch, const std::string& url,
                Parsed& parsed) {
  Mention mention = read_status(status, url);
  parsed.readings.push_back({watch.mention, {}, mention.counts, false});
  if (status["edited_at"].is_null()) return;
  mention.id = watch.mention;
  parsed.mentions.push_back(std::move(mention));
}

Result<Parsed> parse(const Source&, std::span<const Watch> watches, const Document& document) {
  const auto answer = read_answer(document);
  if (!answer) return std::unexpected(answer.error());
  std::vector<const JsonNode*> rows;
  for (const JsonNode& row : answer->items()) rows.push_back(&row);
  if (!(*answer)["id"].is_null()) rows.push_back(&*answer);
  if (rows.empty() && answer->type() != JsonNode::Type::list)
    return fail(Code::invalid, "the answer holds no statuses");
  Parsed parsed;
  for (const Watch& watch : watches) {
    if (const JsonNode* status = find_status(rows, watch.source_id)) {
      take_again(*status, watch, document.url, parsed);
    } else {
      parsed.missing.push_back(watch.mention);
    }
  }
  return parsed;
}

Result<Parsed> refused(std::span<const Watch> watches, const HttpResponse& response) {
  const bool is_absent = response.status == 404 || response.status == 410;
  Parsed parsed;
  if (is_absent && watches.size() == 1) {
    parsed.missing.push_back(watches.front().mention);
    return parsed;
  }
  if (is_absent) {
    parsed.position = "1";  // from now on
    parsed.more = true;
    return parsed;
  }
  return refused_mastodon({}, response);
}

}  // namespace

const Reread mastodon_reread{
    .batch_max = batch_max, .request = &request, .parse = &parse, .refused = &refused};

}  // namespace quince
