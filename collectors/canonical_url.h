// Addresses that mean the same page. Sites, newsletters and social networks add parameters that say
// where a reader came from; they are known by name (those of the analytics and advertising products
// that document them). Pure; nothing is looked up.
#pragma once
#include <string>
#include <string_view>

namespace quince {

// The address without parameters that only trace the reader; all else as it was, the fragment and
// the order too. `ref=` goes where it names the host of the feed. Addresses of other schemes are
// left alone; one whose host is none gives an empty text.
std::string without_tracking(std::string_view url, std::string_view feed_url = {});

// The key under which two addresses are one page: without tracking, https for http, the host in
// lower case without its usual port, the parameters sorted, no fragment (but "#!" ones, which are
// routes). For comparing, not for opening.
std::string canonical_url(std::string_view url);

// Whether the address has a part that is new with every request (a session, a time stamp), so that
// it names nothing.
bool has_request_token(std::string_view url);

// What stays of an address when the site moves to https or to another host: path and parameters.
// Empty for the front page and for what is no address.
std::string address_on_any_host(std::string_view url);

}  // namespace quince
