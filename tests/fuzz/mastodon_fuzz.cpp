// Any bytes as an answer of an instance, to a timeline, to a search under way and to a request for
// statuses that are known, and as what its stream says: mentions in valid UTF-8 with ids, or a
// refusal that says why.
#include "collectors/kinds.h"
#include "tests/fuzz/document_fuzz.h"

namespace {

using namespace quince;

void check(Result<Parsed> parsed, const Source& source) {
  if (!parsed) {
    if (parsed.error().text.empty()) std::abort();
    return;
  }
  take_in(*parsed, source, from_unix_ms(1'800'000'000'000));
  for (const Mention& mention : parsed->mentions)
    if (mention.id.empty() || !is_valid_utf8(to_json(mention))) std::abort();
  for (const std::string& fault : parsed->faults)
    if (!is_valid_utf8(fault)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  parse_any_document("mastodon", data, size);
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Source source;
  source.name = "fuzz";
  source.kind = "mastodon";
  source.url = "https://social.example";
  source.searches = {"membrillo"};
  const Target search = targets_of(source).front();
  Cursor cursor;
  cursor.position = "111 11 40";
  const std::string url = request_mastodon(search, cursor).url;
  check(parse_mastodon(search, {bytes, url, {}, cursor.position}), source);

  std::vector<Watch> watches(2);
  watches[0].mention = "mastodon:social.example:1", watches[0].source_id = "1";
  watches[1].mention = "mastodon:social.example:2", watches[1].source_id = "111000000000000002";
  check(mastodon_reread.parse(source, watches, {bytes, source.url, {}}), source);
  HttpResponse refusal;
  refusal.status = 401;
  refusal.body = bytes;
  check(refused_mastodon(search, refusal), source);

  const std::string text = repair_utf8(bytes);
  for (const std::string_view event : {"update", "delete", "filters_changed"})
    check(mastodon_listen.parse(search, {event, text}), source);
  return 0;
}
