#include "app/demo/serve.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "core/utf8.h"
#include "io/json_writer.h"

namespace quince {
namespace {

// Names under ".example" lead nowhere (RFC 2606).
constexpr std::string_view instance = "https://membrillo.example";
constexpr std::string_view forum = "https://foro.membrillo.example";
constexpr std::string_view reviews = "https://resenas.membrillo.example";
constexpr int page_max = 40;  // as Mastodon's

// Escapes for XML and HTML, element content and attribute values alike.
void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

std::string to_paragraph(std::string_view text) {
  std::string html = "<p>";
  append_escaped(html, text);
  return html + "</p>";
}

void append_element(std::string& out, std::string_view tag, std::string_view text) {
  out.append("<").append(tag).append(">");
  append_escaped(out, text);
  out.append("</").append(tag).append(">\n");
}

std::string join(std::string_view a, std::string_view b, std::string_view c) {
  return std::string(a).append(b).append(c);
}

// RFC 822 as RSS wants it, with the four-digit year that everybody writes.
std::string to_rfc822(Time time) {
  constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{days};
  const std::chrono::hh_mm_ss clock{time - days};
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%s, %02u %s %04d %02d:%02d:%02d +0000",
                weekdays[std::chrono::weekday{days}.c_encoding()],
                static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                static_cast<int>(date.year()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return buffer;
}

// The posts of one site that are out, newest first.
std::vector<const Post*> out_now(const Day& day, Via via, Time now) {
  std::vector<const Post*> posts;
  for (const Post& post : day.posts)
    if (post.via == via && is_out(post, now)) posts.push_back(&post);
  std::reverse(posts.begin(), posts.end());
  return posts;
}

std::string stars(std::int64_t rating) {
  std::string text;
  for (std::int64_t i = 1; i <= 5; ++i) text += i <= rating ? "★" : "☆";
  return text;
}

// Letters of hashtags and handles: ASCII words and the accented Latin letters, which Spanish needs.
bool is_word(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7);
}

std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const Decoded next = decode_utf8(text, at);
    if (!is_word(next.point)) break;
    at += next.length;
  }
  return at;
}

void append_link(std::string& html, char sign, std::string_view word) {
  html.append("<a href=\"").append(instance).append(sign == '#' ? "/tags/" : "/@");
  append_escaped(html, word);
  html.append(sign == '#' ? "\" class=\"mention hashtag\" rel=\"tag\">"
                          : "\" class=\"u-url mention\">");
  html += sign;
  html += "<span>";
  append_escaped(html, word);
  html += "</span></a>";
}

// A status as Mastodon writes it: one paragraph, hashtags and handles as links.
std::string to_html(std::string_view text) {
  std::string html = "<p>";
  std::size_t plain = 0;  // start of what is not yet written
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '#' && text[i] != '@') continue;
    const std::size_t end = word_end(text, i + 1);
    if (end == i + 1) continue;
    append_escaped(html, text.substr(plain, i - plain));
    append_link(html, text[i], text.substr(i + 1, end - i - 1));
    plain = end;
    i = end - 1;
  }
  append_escaped(html, text.substr(plain));
  return html + "</p>";
}

std::int64_t id_of(const Day& day, const Post& post) {
  return to_unix_ms(post.at) << 16 | (&post - day.posts.data());
}

const Post* post_called(const Day& day, std::string_view id) {
  const auto found =
      std::find_if(day.posts.begin(), day.posts.end(), [&](const Post& p) { return p.id == id; });
  return found == day.posts.end() ? nullptr : &*found;
}

void write_account(JsonWriter& json, const Day& day, const Post& post) {
  const Person& person = day.people.find(post.by)->second;
  json.begin_object()
      .member("id", person.id)
      .member("username", post.by)
      .member("acct", post.by)
      .member("display_name", person.name)
      .member("bot", person.bot)
      .member("created_at", to_rfc3339(person.created_at))
      .member("uri", join(instance, "/users/", post.by))
      .member("url", join(instance, "/@", post.by))
      .member("followers_count", person.followers)
      .end_object();
}

std::int64_t replies_at(const Day& day, const Post& post, Time now) {
  return std::count_if(day.posts.begin(), day.posts.end(),
                       [&](const Post& p) { return p.reply_to == post.id && is_out(p, now); });
}

void write_status(JsonWriter& json, const Day& day, const Post& post, Time now) {
  const std::string id = status_id(day, post);
  const std::int64_t shares = shares_at(post, now);
  json.begin_object().member("id", id).member("created_at", to_rfc3339(post.at));
  json.key("edited_at");
  is_edited(post, now) ? json.value(to_rfc3339(post.edit->at)) : json.null();
  json.key("in_reply_to_id");
  const Post* parent = post.reply_to.empty() ? nullptr : post_called(day, post.reply_to);
  parent != nullptr&& is_out(*parent, now) ? json.value(status_id(day, *parent)) : json.null();
  json.member("uri", join(instance, "/users/", post.by) + "/statuses/" + id)
      .member("url", join(instance, "/@", post.by) + '/' + id)
      .member("visibility", "public")
      .member("sensitive", false)
      .member("spoiler_text", "")
      .member("language", post.lang)
      .member("content", to_html(text_at(post, now)));
  // The script tells reshares alone; a post is liked about three times as often as it is passed on.
  json.member("reblogs_count", shares)
      .member("favourites_count", 3 * shares)
      .member("replies_count", replies_at(day, post, now));
  json.key("reblog").null().key("media_attachments").begin_array().end_array();
  json.key("account");
  write_account(json, day, post);
  json.end_object();
}

std::int64_t parse_id(std::string_view text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  return error == std::errc{} && end == text.data() + text.size() ? id : 0;
}

}  // namespace

std::string status_id(const Day& day, const Post& post) { return std::to_string(id_of(day, post)); }

std::string rss_at(const Day& day, Time now) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n";
  append_element(out, "title", "Foro de viajes y cocina (demo)");
  append_element(out, "link", forum);
  append_element(out, "description", "Invented posts of a day that never was");
  for (const Post* post : out_now(day, Via::forum, now)) {
    const std::string url = join(forum, "/t/", post->id);
    out += "<item>\n";
    append_element(out, "title", post->title);
    append_element(out, "link", url);
    out += "<guid isPermaLink=\"true\">" + url + "</guid>\n";
    append_element(out, "pubDate", to_rfc822(post->at));
    append_element(out, "dc:creator", post->by);
    append_element(out, "dc:language", post->lang);
    append_element(out, "description", to_paragraph(text_at(*post, now)));  // HTML inside XML
    out += "</item>\n";
  }
  return out + "</channel>\n</rss>\n";
}

std::string jsonfeed_at(const Day& day, Time now) {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .member("version", "https://jsonfeed.org/version/1.1")
      .member("title", "Reseñas de aerolíneas (demo)")
      .member("home_page_url", reviews);
  json.key("items").begin_array();
  for (const Post* post : out_now(day, Via::reviews, now)) {
    json.begin_object()
        .member("id", post->id)
        .member("url", join(reviews, "/r/", post->id))
        .member("title", stars(post->rating) + ' ' + post->title)
        .member("content_text", text_at(*post, now))
        .member("date_published", to_rfc3339(post->at));
    if (is_edited(*post, now)) json.member("date_modified", to_rfc3339(post->edit->at));
    json.member("language", post->lang).key("tags").begin_array().value(day.hashtag).end_array();
    json.key("authors").begin_array().begin_object();
    json.member("name", post->by).member("url", join(reviews, "/u/", post->by));
    json.end_object().end_array().end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string mastodon_tag_at(const Day& day, Time now, std::string_view min_id, int limit) {
  const auto size = static_cast<std::size_t>(std::clamp(limit, 1, page_max));
  std::vector<const Post*> page = out_now(day, Via::mastodon, now);
  if (!min_id.empty()) {
    const std::int64_t after = parse_id(min_id);
    std::erase_if(page, [&](const Post* post) { return id_of(day, *post) <= after; });
    if (page.size() > size)
      page.erase(page.begin(), page.end() - static_cast<std::ptrdiff_t>(size));
  } else if (page.size() > size) {
    page.resize(size);
  }
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const Post* post : page) write_status(json, day, *post, now);
  json.end_array();
  return out;
}

std::string mastodon_statuses_at(const Day& day, Time now, const std::vector<std::string>& ids) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const Post& post : day.posts) {
    if (post.via != Via::mastodon || !is_out(post, now)) continue;
    if (std::find(ids.begin(), ids.end(), status_id(day, post)) == ids.end()) continue;
    write_status(json, day, post, now);
  }
  json.end_array();
  return out;
}

}  // namespace quince
