// What somebody else pushes: a signed POST with one JSON object or a list of them, each a Mention,
// an Event or a Reading (collectors/record.h). Signed as Standard Webhooks says
// (standardwebhooks.com): HMAC-SHA256 over
// "<webhook-id>.<webhook-timestamp>.<body>", base64, as "v1,<signature>"; the header may list
// several, and several keys may be valid, so that keys can be changed without a pause. A timestamp
// more than five minutes off is refused, so an old delivery cannot be played again; a repeat inside
// the window carries the same ids and is counted as repeated. Pure and thread-safe.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/source.h"
#include "core/error.h"

namespace quince {

struct WebhookDelivery {
  std::string_view id;         // header webhook-id
  std::string_view timestamp;  // header webhook-timestamp, Unix seconds
  std::string_view signature;  // header webhook-signature
  std::string_view body;
};

constexpr std::size_t webhook_body_bytes_max = 1u << 20;
constexpr std::size_t webhook_items_max = 1000;

// `secrets`: "whsec_" and base64, or the bytes themselves. What comes went through take_in
// (collectors/intake.h): marked with feed and time, long texts cut, in the order in which they were
// sent; `dropped` says what was left out. Errors: refused (signature, timestamp), too_large,
// invalid (the body; the text names the member).
Result<Parsed> accept_webhook(const WebhookDelivery& delivery, std::span<const std::string> secrets,
                              std::string_view feed, Time now);

// The value of webhook-signature for one secret; for those who send, and for tests.
std::string sign_webhook(const WebhookDelivery& delivery, std::string_view secret);

}  // namespace quince
