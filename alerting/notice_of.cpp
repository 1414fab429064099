#include "alerting/notice_of.h"

#include "core/utf8.h"
#include "io/crypto.h"

namespace quince {
namespace {

constexpr std::size_t text_bytes_max = 600;
constexpr std::size_t words_bytes_max = 80;
constexpr std::size_t evidence_max = 5;

std::string cut_with_mark(std::string_view text, std::size_t bytes_max) {
  const auto cut = cut_utf8(text, bytes_max);
  return cut.size() < text.size() ? std::string(cut) + "…" : std::string(cut);
}

std::string words_of(const Span& span, const Mention& mention) {
  const std::string& whole = span.in == Part::title ? mention.title : mention.text;
  if (span.b < 0 || span.e <= span.b || static_cast<std::size_t>(span.e) > whole.size()) return {};
  const std::string_view words = std::string_view{whole}.substr(
      static_cast<std::size_t>(span.b), static_cast<std::size_t>(span.e - span.b));
  return cut_with_mark(words, words_bytes_max);
}

std::vector<std::string> evidence_of(const Assessment& assessment, const Mention& mention) {
  std::vector<std::string> lines;
  for (const Signal& signal : assessment.signals) {
    if (lines.size() == evidence_max) break;
    std::string line =
        signal.rule + (signal.weight.e4 >= 0 ? " +" : " ") + to_string(signal.weight);
    if (!signal.spans.empty())
      if (const std::string words = words_of(signal.spans.front(), mention); !words.empty())
        line += " “" + words + "”";
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

Notice notice_of(const Case& c, Why why, const Content& shown, const std::string& actor,
                 const std::string& channel, const std::string& desk_url, Time now) {
  Notice notice;
  notice.id = to_hex(sha256(c.id + '\n' + std::to_string(c.version) + '\n' +
                            std::string(name(why)) + '\n' + channel))
                  .substr(0, 32);
  notice.channel = channel;
  notice.why = why;
  notice.at = now;
  notice.brand = c.brand;
  notice.team = c.team;
  notice.case_id = c.id;
  notice.case_version = c.version;
  notice.state = name(c.state);
  notice.critical = c.critical;
  notice.priority = c.priority;
  notice.severity = c.severity;
  notice.complaint = c.complaint;
  notice.spread = c.spread;
  notice.lang = c.lang;
  notice.title = (c.author_handle.empty() ? c.author : "@" + c.author_handle) + ": " + c.summary;
  notice.text = cut_with_mark(shown.mention.text.empty() ? shown.mention.title : shown.mention.text,
                              text_bytes_max);
  notice.author_handle = c.author_handle;
  notice.followers = c.followers;
  notice.standing = c.standing;
  notice.mention = shown.mention.id;
  notice.url = shown.mention.url.empty() ? c.url : shown.mention.url;
  notice.case_url = desk_url + "/#/case/" + c.id;
  notice.storm = c.storm;
  notice.actor = actor;
  notice.aspects = c.aspects;
  if (shown.assessment) {
    notice.evidence = evidence_of(*shown.assessment, shown.mention);
    notice.reasons = shown.assessment->reasons;
  }
  return notice;
}

}  // namespace quince
