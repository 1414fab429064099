// The kinds that there are; each is defined in its own file and has its row in
// alerting/channels.cpp.
#pragma once
#include "alerting/channel.h"

namespace quince {

extern const ChannelKind redis_stream_channel;
extern const ChannelKind slack_channel;
extern const ChannelKind teams_channel;
extern const ChannelKind webhook_channel;

// Office 365 connectors are retired; what to do with an address that is still one of theirs.
bool is_retired_connector(std::string_view url);
constexpr std::string_view connector_migration =
    "Office 365 connectors are retired: in Teams choose Workflows, \"When a Teams webhook request "
    "is received\", and "
    "use the new address";

// The keys of a signed webhook, newest first: "whsec_" and base64 of 24 to 64 bytes, several with a
// space between while they are rotated. Empty where one of them is not that.
std::vector<std::string> webhook_keys(std::string_view secret);

}  // namespace quince
