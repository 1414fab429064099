// A notice as a Slack message through an incoming webhook, in Block Kit
// (docs.slack.dev/reference/block-kit):
//
//   header    CRITICAL · New case · who and what
//   section   the customer's words
//   section   fields: priority, severity, forecast …
//   context   why you are told; the evidence
//   actions   Open the case, See the post
//
// Text from outside stands in plain_text objects only, which know no mentions, links or formatting;
// besides, & < > are escaped as Slack asks, so that "<!channel>" stays five words on a screen. The
// limits are Slack's: header 150, section 3,000, field 2,000, url 3,000, 50 blocks; the sum of all
// blocks fails somewhere above 13,000 characters, so 10,000 is the budget here. An incoming webhook
// cannot edit what it sent: each notice is a message of its own.
#include "alerting/channel_answer.h"
#include "alerting/channel_kinds.h"
#include "alerting/channel_text.h"
#include "core/utf8.h"
#include "io/json_writer.h"

namespace quince {
namespace {

constexpr std::size_t body_bytes_max = 10'000;
constexpr std::size_t spoken_max = 1'000;
constexpr std::size_t header_max = 150;
constexpr std::size_t section_max = 3'000;
constexpr std::size_t field_max = 300;
constexpr std::size_t context_max = 2'000;
constexpr std::size_t button_max = 75;

// Escaped, and cut so that the escaped form has at most `bytes_max` bytes; bytes are never fewer
// than characters.
std::string escaped(std::string_view text, std::size_t bytes_max) {
  constexpr std::string_view dots = "…";
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = decode_utf8(text, at).length;
    std::string_view piece = text.substr(at, length);
    if (piece == "&") piece = "&amp;";
    if (piece == "<") piece = "&lt;";
    if (piece == ">") piece = "&gt;";
    const bool last = at + length == text.size();
    if (out.size() + piece.size() + (last ? 0 : dots.size()) > bytes_max) return out.append(dots);
    out += piece;
    at += length;
  }
  return out;
}

void write_plain(JsonWriter& json, std::string_view text, std::size_t bytes_max) {
  json.begin_object().member("type", "plain_text");
  json.member("text", escaped(text, bytes_max)).member("emoji", false).end_object();
}

void write_block(JsonWriter& json, std::string_view type, std::string_view text,
                 std::size_t bytes_max) {
  json.begin_object().member("type", type).key("text");
  write_plain(json, text, bytes_max);
  json.end_object();
}

void write_fields(JsonWriter& json, const Words& w, const Notice& n) {
  const auto field = [&](std::string_view label, std::string_view value) {
    if (!value.empty()) write_plain(json, std::string(label).append("\n").append(value), field_max);
  };
  json.begin_object().member("type", "section").key("fields").begin_array();
  field(w.priority, std::to_string(n.priority));
  field(w.gravity, severity_name(w, n.severity));
  field(w.forecast, forecast(w, n.spread));
  field(w.status, state_name(w, n.state));
  field(w.team, n.brand + " / " + n.team);
  field(w.followers, reach_of(w, n));
  field(w.aspects, joined(n.aspects, ", "));
  field(w.by, n.actor);
  json.end_array().end_object();
}

void write_context(JsonWriter& json, std::string_view label,
                   const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  json.begin_object().member("type", "context").key("elements").begin_array();
  write_plain(json, std::string(label).append(": ").append(joined(lines, " · ")), context_max);
  json.end_array().end_object();
}

void write_buttons(JsonWriter& json, const Words& w, const Notice& n) {
  if (n.case_url.empty() && n.url.empty()) return;
  const auto button = [&](std::string_view label, const std::string& url, std::string_view id) {
    if (url.empty()) return;
    json.begin_object().member("type", "button").member("action_id", id).key("text");
    write_plain(json, label, button_max);
    json.member("url", url).end_object();
  };
  json.begin_object().member("type", "actions").key("elements").begin_array();
  button(w.open_case, n.case_url, "open_case");
  button(w.open_post, n.url, "open_post");
  json.end_array().end_object();
}

std::string body(const Words& w, const Notice& n) {
  std::string out;
  JsonWriter json(out);
  const std::string title = headline(w, n);
  // What a notification on a telephone and a screen reader show.
  const std::string spoken = n.text.empty() ? title : title + ": " + n.text;
  json.begin_object().member("text", escaped(spoken, spoken_max));
  json.member("mrkdwn", false).member("unfurl_links", false).member("unfurl_media", false);
  json.key("blocks").begin_array();
  write_block(json, "header", title, header_max);
  if (!n.text.empty()) write_block(json, "section", "“" + n.text + "”", section_max);
  write_fields(json, w, n);
  write_context(json, w.reasons, n.reasons);
  write_context(json, w.evidence, n.evidence);
  write_buttons(json, w, n);
  json.end_array().end_object();
  return out;
}

Rendered render(const Channel& channel, const Notice& notice, Time) {
  const Words& w = words(channel.lang);
  return post_json(channel,
                   fit(notice, body_bytes_max, [&](const Notice& n) { return body(w, n); }));
}

// Slack says "ok", or one word that names the fault
// (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
Judgement judge(const Answer& answer) {
  if (answer.error) return judge_error(*answer.error);
  if (!answer.http) return gave_up(DeliveryReason::misconfigured, "not answered over HTTP");
  const HttpResponse& response = *answer.http;
  const std::string detail =
      "HTTP " + std::to_string(response.status) + ": " + excerpt(response.body);
  if (response.status >= 200 && response.status < 300) {
    if (response.body.starts_with("ok")) return sent();
    return retry(DeliveryReason::server_error, detail + " (not Slack's ok)", response.retry_after);
  }
  if (response.status < 400 || response.status >= 500 || response.status == 429)
    return judge_http(response);
  const auto says = [&](std::string_view word) {
    return response.body.find(word) != std::string::npos;
  };
  for (const std::string_view word : {"no_service", "no_team", "no_active_hooks", "team_disabled",
                                      "channel_not_found", "channel_is_archived", "user_not_found"})
    if (says(word)) return gave_up(DeliveryReason::gone, detail);
  for (const std::string_view word :
       {"action_prohibited", "posting_to_general_channel_denied", "invalid_token"})
    if (says(word)) return gave_up(DeliveryReason::misconfigured, detail);
  for (const std::string_view word : {"invalid_payload", "msg_blocks_too_long", "no_text"})
    if (says(word)) return gave_up(DeliveryReason::rejected, detail);
  return judge_http(response);
}

}  // namespace

const ChannelKind slack_channel = {"slack", render, judge};

}  // namespace quince
