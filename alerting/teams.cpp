// A notice as an Adaptive Card 1.4 for a Teams workflow ("When a Teams webhook request is
// received"):
//
//   {"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{…card…}}]}
//
// A TextBlock reads Markdown and a TextRun does not (adaptivecards.io/explorer/TextRun.html): text
// from outside stands in TextRuns only, so "[x](javascript:…)" stays what it is; "{{" is pulled
// apart, because cards know {{DATE(…)}}. A message over about 28 KB is refused, with links and
// images counted in; 18 KB is the budget here. The workflow answers 202, which means queued. Its
// address holds the signature: it is a secret in full.
#include "alerting/channel_answer.h"
#include "alerting/channel_kinds.h"
#include "alerting/channel_text.h"
#include "io/json_writer.h"

namespace quince {
namespace {

constexpr std::size_t body_bytes_max = 18'000;
constexpr std::string_view zero_width_space = "\u200B";

std::string untemplated(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && (text[i] == '{' || text[i] == '}') && text[i - 1] == text[i])
      out += zero_width_space;
    out += text[i];
  }
  return out;
}

enum class Look { headline, alarm, label, words };

void write_paragraph(JsonWriter& json, Look look, std::string_view text) {
  json.begin_object().member("type", "RichTextBlock").key("inlines").begin_array();
  json.begin_object().member("type", "TextRun").member("text", untemplated(text));
  if (look == Look::headline || look == Look::alarm) json.member("size", "large");
  if (look != Look::words) json.member("weight", "bolder");
  if (look == Look::alarm) json.member("color", "attention");
  json.end_object().end_array().end_object();
}

// The values of facts read Markdown: only numbers and words of quince's own and of the
// configuration stand there.
void write_facts(JsonWriter& json, const Words& w, const Notice& n) {
  const auto fact = [&](std::string_view label, std::string_view value) {
    if (value.empty()) return;
    json.begin_object().member("title", label).member("value", untemplated(value)).end_object();
  };
  json.begin_object().member("type", "FactSet").key("facts").begin_array();
  fact(w.priority, std::to_string(n.priority));
  fact(w.gravity, severity_name(w, n.severity));
  fact(w.forecast, forecast(w, n.spread));
  fact(w.status, state_name(w, n.state));
  fact(w.team, n.brand + " / " + n.team);
  fact(w.followers, reach_of(w, n));
  json.end_array().end_object();
}

void write_list(JsonWriter& json, std::string_view label, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  write_paragraph(json, Look::label, label);
  for (const std::string& line : lines) write_paragraph(json, Look::words, "– " + line);
}

void write_actions(JsonWriter& json, const Words& w, const Notice& n) {
  const auto action = [&](std::string_view label, const std::string& url) {
    if (url.empty()) return;
    json.begin_object().member("type", "Action.OpenUrl").member("title", label);
    json.member("url", url).end_object();
  };
  json.key("actions").begin_array();
  action(w.open_case, n.case_url);
  action(w.open_post, n.url);
  json.end_array();
}

void write_card(JsonWriter& json, const Words& w, const Notice& n) {
  const std::string title = headline(w, n);
  json.begin_object().member("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
  json.member("type", "AdaptiveCard").member("version", "1.4");
  json.member("fallbackText", untemplated(title)).member("speak", untemplated(title));
  json.key("msteams").begin_object().member("width", "Full").end_object();
  json.key("body").begin_array();
  write_paragraph(json, n.critical ? Look::alarm : Look::headline, title);
  if (!n.text.empty()) write_paragraph(json, Look::words, "“" + n.text + "”");
  write_facts(json, w, n);
  if (!n.aspects.empty()) write_list(json, w.aspects, {joined(n.aspects, ", ")});
  if (!n.actor.empty()) write_list(json, w.by, {n.actor});
  write_list(json, w.reasons, n.reasons);
  write_list(json, w.evidence, n.evidence);
  json.end_array();
  write_actions(json, w, n);
  json.end_object();
}

std::string body(const Words& w, const Notice& n) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("type", "message").key("attachments").begin_array();
  json.begin_object()
      .member("contentType", "application/vnd.microsoft.card.adaptive")
      .key("content");
  write_card(json, w, n);
  json.end_object().end_array().end_object();
  return out;
}

Rendered render(const Channel& channel, const Notice& notice, Time) {
  const Words& w = words(channel.lang);
  return post_json(channel,
                   fit(notice, body_bytes_max, [&](const Notice& n) { return body(w, n); }));
}

// The retired connectors answered 200 and told of a failure in the text.
Judgement judge(const Answer& answer) {
  if (answer.error) return judge_error(*answer.error);
  if (!answer.http) return gave_up(DeliveryReason::misconfigured, "not answered over HTTP");
  const bool retired = is_retired_connector(answer.http->url);
  const bool refused =
      answer.http->body.find("Microsoft Teams endpoint returned HTTP error") != std::string::npos;
  if (retired && (refused || answer.http->status >= 300))
    return gave_up(DeliveryReason::misconfigured, std::string(connector_migration));
  return judge_http(*answer.http);
}

}  // namespace

bool is_retired_connector(std::string_view url) {
  const auto start = url.find("://");
  if (start == url.npos) return false;
  const std::string_view host =
      url.substr(start + 3, url.find_first_of("/?#:", start + 3) - start - 3);
  return host == "webhook.office.com" || host.ends_with(".webhook.office.com") ||
         host == "outlook.office.com";
}

const ChannelKind teams_channel = {"teams", render, judge};

}  // namespace quince
