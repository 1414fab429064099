#include "alerting/channel_text.h"

#include <algorithm>

#include "core/case.h"
#include "core/utf8.h"

namespace quince {
namespace {

constexpr Words english = {
    {"New case", "Getting worse", "Storm", "Overdue", "Claimed", "Back in the queue", "Settled",
     "Dismissed", "Recovered"},
    {"new", "claimed", "contacted", "waiting", "settled", "dismissed", "merged"},
    {"none", "no explicit reproach", "disapproval", "accusation", "blame or threat"},
    {"", "Large account", "VIP"},
    "CRITICAL",
    "Priority",
    "Severity",
    "Reshares to come",
    "P(≥ 15)",
    "Followers",
    "Team",
    "State",
    "About",
    "By",
    "The customer's words",
    "Evidence",
    "Why you are told",
    "Open the case",
    "See the post"};

constexpr Words spanish = {
    {"Caso nuevo", "Empeora", "Tormenta", "Fuera de plazo", "Tomado", "De vuelta en la cola",
     "Cerrado", "Descartado", "Recuperado"},
    {"nuevo", "tomado", "contactado", "en espera", "cerrado", "descartado", "unido a otro"},
    {"ninguna", "sin reproche explícito", "desaprobación", "acusación", "culpa o amenaza"},
    {"", "Cuenta grande", "VIP"},
    "CRÍTICO",
    "Prioridad",
    "Gravedad",
    "Veces que se compartirá",
    "P(≥ 15)",
    "Seguidores",
    "Equipo",
    "Estado",
    "Trata de",
    "Por",
    "Palabras del cliente",
    "Pruebas",
    "Por qué se avisa",
    "Abrir el caso",
    "Ver la publicación"};

// A stop waits for what is under way, and so does a channel's next notice.
constexpr std::chrono::seconds answer_max{10};

bool stays_in_url(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view{"-._~:/?#@!$&'()*+,;=%"}.find(static_cast<char>(c)) !=
             std::string_view::npos;
}

void keep_first(std::vector<std::string>& list, std::size_t count, std::size_t bytes_max) {
  if (list.size() > count) list.resize(count);
  for (std::string& item : list)
    item = shortened(plain_line(cut_utf8(item, 4 * bytes_max)), bytes_max);
}

std::string per_cent(Decimal share) {
  return std::to_string((std::clamp<std::int64_t>(share.e4, 0, 10'000) + 50) / 100) + " %";
}

}  // namespace

std::string shortened(std::string_view text, std::size_t bytes_max) {
  constexpr std::string_view dots = "…";
  if (text.size() <= bytes_max) return std::string(text);
  if (bytes_max < dots.size()) return {};
  return std::string(cut_utf8(text, bytes_max - dots.size())).append(dots);
}

std::string web_url(std::string_view url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return {};
  constexpr std::string_view hex = "0123456789ABCDEF";
  constexpr std::size_t bytes_max = 1'000;
  std::string out;
  for (const char c : url.substr(0, bytes_max + 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if (stays_in_url(byte)) {
      out += c;
    } else {
      out.append({'%', hex[byte >> 4], hex[byte & 15]});
    }
  }
  return out.size() <= bytes_max ? out : std::string{};
}

Notice bounded(const Notice& in, int level) {
  constexpr std::size_t name_max = 120;
  const auto part = [&](std::size_t bytes) { return bytes >> level; };
  Notice out = in;
  out.text = shortened(plain_text(cut_utf8(in.text, 4'000)), part(600));
  out.title = shortened(plain_line(cut_utf8(in.title, 2'000)), part(200));
  out.author_handle = shortened(plain_line(cut_utf8(in.author_handle, 500)), part(80));
  for (std::string* name : {&out.id, &out.channel, &out.brand, &out.team, &out.case_id, &out.state,
                            &out.lang, &out.storm, &out.actor})
    *name = shortened(plain_line(cut_utf8(*name, 4 * name_max)), name_max);
  keep_first(out.evidence, level == level_max ? 0 : part(5), part(200));
  keep_first(out.reasons, level == level_max ? 1 : part(5), part(200));
  keep_first(out.aspects, level == level_max ? 0 : part(8), 60);
  out.mention = shortened(plain_line(in.mention), 1'024);  // as long as the id of a mention may be
  out.url = web_url(in.url);
  out.case_url = web_url(in.case_url);
  return out;
}

const Words& words(std::string_view lang) { return lang == "es" ? spanish : english; }

std::string headline(const Words& w, const Notice& notice) {
  std::string out;
  if (notice.critical) out.append(w.critical).append(" · ");
  out += w.why[static_cast<std::size_t>(notice.why)];
  if (notice.standing != Standing::usual)
    out.append(" · ").append(w.standing[static_cast<std::size_t>(notice.standing)]);
  if (!notice.title.empty()) out.append(" · ").append(notice.title);
  return out;
}

std::string forecast(const Words& w, const Spread& spread) {
  return std::to_string(spread.median) + " (80 %: " + std::to_string(spread.low) + "–" +
         std::to_string(spread.high) + "), " + std::string(w.over_15) + ' ' + per_cent(spread.p15);
}

std::string state_name(const Words& w, std::string_view state) {
  const auto known = from_name<CaseState>(state);
  return std::string(known ? w.state[static_cast<std::size_t>(*known)] : state);
}

std::string reach_of(const Words& w, const Notice& notice) {
  std::string out = notice.followers ? std::to_string(*notice.followers) : "";
  if (notice.standing == Standing::usual) return out;
  if (!out.empty()) out += " · ";
  return out.append(w.standing[static_cast<std::size_t>(notice.standing)]);
}

std::string severity_name(const Words& w, std::int64_t severity) {
  const auto step = std::clamp<std::int64_t>(severity, 0, 4);
  return std::to_string(step) + " · " + std::string(w.severity[step]);
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}

HttpRequest post_json(const Channel& channel, std::string body) {
  HttpRequest request;
  request.method = "POST";
  request.url = channel.url;
  request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
  request.body = std::move(body);
  request.body_bytes_max = 64u << 10;
  request.redirects_max = 0;
  request.total_max = answer_max;
  for (const std::string& text : channel.allow_addresses)
    if (const auto range = parse_address_range(text)) request.allow.allowed.push_back(*range);
  return request;
}

}  // namespace quince
