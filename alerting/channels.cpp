#include "alerting/channel.h"
#include "alerting/channel_kinds.h"

namespace quince {

std::span<const ChannelKind> channel_kinds() {
  static const ChannelKind rows[] = {redis_stream_channel, slack_channel, teams_channel,
                                     webhook_channel};
  return rows;
}

const ChannelKind* find_channel_kind(std::string_view name) {
  for (const ChannelKind& kind : channel_kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace quince
