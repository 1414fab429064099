#include "collectors/canonical_url.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/ascii.h"

namespace quince {
namespace {

// The five parts of RFC 3986, appendix B; each with its mark, so that joining them gives the
// address.
struct Address {
  std::string scheme;     // "https:"
  std::string authority;  // "//host:8080"
  std::string path;       // "/a"
  std::vector<std::string> parameters;
  bool has_query = false;
  std::string fragment;  // "#b"
};

std::vector<std::string> split(std::string_view text, char mark) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(mark, at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

Address address_of(std::string_view url) {
  Address a;
  const auto take_to = [&url](std::size_t end) {
    const std::string part(url.substr(0, end));
    url.remove_prefix(part.size());
    return part;
  };
  if (const std::size_t colon = url.find_first_of(":/?#");
      colon != std::string_view::npos && url[colon] == ':')
    a.scheme = take_to(colon + 1);
  if (url.starts_with("//")) a.authority = take_to(url.find_first_of("/?#", 2));
  a.path = take_to(url.find_first_of("?#"));
  if (url.starts_with('?')) {
    a.has_query = true;
    a.parameters = split(std::string_view(take_to(url.find('#'))).substr(1), '&');
  }
  a.fragment = url;
  return a;
}

std::string joined(const Address& a) {
  std::string url = a.scheme + a.authority + a.path;
  if (a.has_query) url += '?';
  for (std::size_t i = 0; i < a.parameters.size(); ++i) url += (i > 0 ? "&" : "") + a.parameters[i];
  return url + a.fragment;
}

bool is_web(const Address& a) {
  const std::string scheme = lower_ascii(a.scheme);
  return scheme == "http:" || scheme == "https:";
}

bool has_valid_host(const Address& a) {
  return a.authority.size() > 2 && std::none_of(a.authority.begin(), a.authority.end(), [](char c) {
           return static_cast<unsigned char>(c) <= ' ' ||
                  std::string_view("|<>\"{}\\^`").find(c) != std::string_view::npos;
         });
}

std::string host_in(const Address& a) {
  const std::string authority =
      lower_ascii(a.authority.substr(std::min<std::size_t>(2, a.authority.size())));
  return authority.substr(authority.rfind('@') + 1);
}

std::string name_of(std::string_view parameter) {
  return lower_ascii(parameter.substr(0, parameter.find('=')));
}

bool is_tracking(std::string_view parameter) {
  static constexpr std::array<std::string_view, 9> prefixes = {
      "utm_", "mtm_", "pk_", "matomo_", "hsa_", "oly_", "vero_", "fb_action_", "at_campaign"};
  static constexpr std::array<std::string_view, 48> names = {"__hsfp",
                                                             "__hssc",
                                                             "__hstc",
                                                             "_branch_match_id",
                                                             "_ga",
                                                             "_gl",
                                                             "_hsenc",
                                                             "_hsmi",
                                                             "_openstat",
                                                             "at_format",
                                                             "at_link_id",
                                                             "at_medium",
                                                             "at_ptr_name",
                                                             "cmpid",
                                                             "dclid",
                                                             "fb_ref",
                                                             "fb_source",
                                                             "fbclid",
                                                             "gad_campaignid",
                                                             "gad_source",
                                                             "gbraid",
                                                             "gclid",
                                                             "gclsrc",
                                                             "guccounter",
                                                             "guce_referrer",
                                                             "guce_referrer_sig",
                                                             "hsctatracking",
                                                             "igsh",
                                                             "igshid",
                                                             "li_fat_id",
                                                             "mc_cid",
                                                             "mc_eid",
                                                             "mkt_tok",
                                                             "ml_subscriber",
                                                             "ml_subscriber_hash",
                                                             "msclkid",
                                                             "ns_campaign",
                                                             "ns_mchannel",
                                                             "ns_source",
                                                             "rb_clickid",
                                                             "ref_src",
                                                             "ref_url",
                                                             "s_cid",
                                                             "srsltid",
                                                             "ttclid",
                                                             "twclid",
                                                             "wbraid",
                                                             "yclid"};
  const std::string name = name_of(parameter);
  const auto starts_name = [&name](std::string_view prefix) { return name.starts_with(prefix); };
  return std::any_of(prefixes.begin(), prefixes.end(), starts_name) ||
         std::find(names.begin(), names.end(), name) != names.end();
}

bool is_request_token(std::string_view parameter) {
  static constexpr std::array<std::string_view, 15> names = {
      "_",          "cachebust", "cachebuster", "cb",    "jsessionid",
      "nocache",    "nonce",     "phpsessid",   "rand",  "random",
      "session_id", "sessionid", "timestamp",   "token", "ts"};
  return std::find(names.begin(), names.end(), name_of(parameter)) != names.end();
}

void drop_tracking(Address& a, const std::string& feed_host) {
  const std::size_t before = a.parameters.size();
  std::erase_if(a.parameters, [&](const std::string& parameter) {
    return is_tracking(parameter) ||
           (!feed_host.empty() && lower_ascii(parameter) == "ref=" + feed_host);
  });
  if (before > 0 && a.parameters.empty()) a.has_query = false;
}

void drop_usual_port(Address& a) {
  for (const std::string_view port : {":80", ":443"})
    if (a.authority.ends_with(port)) return a.authority.resize(a.authority.size() - port.size());
}

}  // namespace

std::string without_tracking(std::string_view url, std::string_view feed_url) {
  Address a = address_of(url);
  if (!is_web(a)) return std::string(url);
  if (!has_valid_host(a)) return {};
  drop_tracking(a, host_in(address_of(feed_url)));
  return joined(a);
}

std::string canonical_url(std::string_view url) {
  Address a = address_of(url);
  if (!is_web(a) || !has_valid_host(a)) return std::string(url);
  drop_tracking(a, {});
  a.authority = lower_ascii(a.authority);
  drop_usual_port(a);
  a.scheme = "https:";
  if (a.path.empty()) a.path = "/";
  std::sort(a.parameters.begin(), a.parameters.end());
  if (!a.fragment.starts_with("#!")) a.fragment.clear();
  return joined(a);
}

bool has_request_token(std::string_view url) {
  const Address a = address_of(url);
  return is_web(a) && (std::any_of(a.parameters.begin(), a.parameters.end(), is_request_token) ||
                       lower_ascii(a.path).find(";jsessionid=") != std::string::npos);
}

std::string address_on_any_host(std::string_view url) {
  Address a = address_of(canonical_url(url));
  if (!is_web(a) || (a.path == "/" && !a.has_query)) return {};
  a.scheme.clear();
  a.authority.clear();
  return joined(a);
}

}  // namespace quince
