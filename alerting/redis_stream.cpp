// A notice as an entry of its team's Redis stream, for the customer's own consumers
// (redis.io/commands/xadd):
//
//   XADD quince:{<brand>}:alerts:<team> MAXLEN ~ <n> * id <id> why opened … notice <the whole
//   Notice as JSON>
//
// The braces put all streams of a brand on one cluster node. The flat fields serve consumers that
// want no JSON. After a crash the same notice may be added again under the same `id` field:
// consumers drop ids that they have seen.
#include "alerting/channel_answer.h"
#include "alerting/channel_kinds.h"
#include "alerting/channel_text.h"
#include "io/json_fields.h"

namespace quince {
namespace {

constexpr std::size_t notice_bytes_max = 20'000;

Rendered render(const Channel& channel, const Notice& notice, Time) {
  const Notice n = bounded(notice, 0);
  return RedisCommand{
      "XADD",
      "quince:{" + n.brand + "}:alerts:" + n.team,
      "MAXLEN",
      "~",
      std::to_string(channel.stream_entries_max),
      "*",
      "id",
      n.id,
      "why",
      std::string(name(n.why)),
      "at",
      to_rfc3339(n.at),
      "brand",
      n.brand,
      "team",
      n.team,
      "case",
      n.case_id,
      "version",
      std::to_string(n.case_version),
      "state",
      n.state,
      "critical",
      n.critical ? "1" : "0",
      "priority",
      std::to_string(n.priority),
      "severity",
      std::to_string(n.severity),
      "complaint",
      to_string(n.complaint),
      "p15",
      to_string(n.spread.p15),
      "title",
      n.title,
      "text",
      n.text,
      "author",
      n.author_handle,
      "url",
      n.url,
      "case_url",
      n.case_url,
      "notice",
      fit(notice, notice_bytes_max, [](const Notice& fitting) { return to_json(fitting); })};
}

// "1700000000000-0"
bool is_entry_id(std::string_view reply) {
  const auto dash = reply.find('-');
  if (dash == 0 || dash == reply.npos || dash + 1 == reply.size()) return false;
  return reply.find_first_not_of("0123456789-") == reply.npos &&
         reply.find('-', dash + 1) == reply.npos;
}

// Error replies begin with a word in capitals (redis.io/docs, "RESP errors"). These pass by
// themselves or once somebody mends the server; every other error would come again for the same
// command.
Judgement judge_reply(std::string_view reply) {
  if (is_entry_id(reply)) return sent();
  const std::string_view word = reply.substr(0, reply.find(' '));
  for (const std::string_view passing :
       {"OOM", "BUSY", "LOADING", "MISCONF", "READONLY", "MASTERDOWN", "TRYAGAIN", "CLUSTERDOWN",
        "NOREPLICAS", "UNBLOCKED"})
    if (word == passing) return retry(DeliveryReason::server_error, excerpt(reply));
  for (const std::string_view ours :
       {"WRONGTYPE", "NOAUTH", "WRONGPASS", "NOPERM", "MOVED", "ASK", "CROSSSLOT"})
    if (word == ours) return gave_up(DeliveryReason::misconfigured, excerpt(reply));
  if (reply.starts_with("ERR max number of clients"))
    return retry(DeliveryReason::server_error, excerpt(reply));
  return gave_up(DeliveryReason::rejected, excerpt(reply));
}

// A broken protocol or a refused password is told by the client as an error, not as a reply.
Judgement judge(const Answer& answer) {
  if (answer.redis) return judge_reply(*answer.redis);
  if (answer.error) return judge_error(*answer.error);
  return gave_up(DeliveryReason::misconfigured, "answered over HTTP");
}

}  // namespace

const ChannelKind redis_stream_channel = {"redis", render, judge, 64};

}  // namespace quince
