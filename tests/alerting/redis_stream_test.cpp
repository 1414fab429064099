// A notice, rendered, into a real redis-server and out of it again; and the server's own refusals,
// judged.
#include <gmock/gmock.h>

#include "alerting/channel_kinds.h"
#include "io/redis.h"
#include "tests/alerting/channel_samples.h"
#include "tests/support/redis_server.h"

namespace quince {
namespace {

constexpr const char* stream = "quince:{membrillo-air}:alerts:care";

Judgement sent_over(Redis& redis, const Notice& notice) {
  const auto rendered = redis_stream_channel.render(channel_of("redis"), notice, now);
  const auto reply = redis.command(std::get<RedisCommand>(rendered));
  if (!reply) return redis_stream_channel.judge({.http = {}, .redis = {}, .error = reply.error()});
  return redis_stream_channel.judge({.http = {}, .redis = to_text(*reply), .error = {}});
}

TEST(RedisStream, NoticeComesOutAsItWentIn) {
  const RedisServer server;
  Redis redis = Redis::connect(server.url()).value();
  const Notice notice = sample_notice();
  EXPECT_EQ(sent_over(redis, notice).state, DeliveryState::sent);
  const RedisReply range = redis.command({"XRANGE", stream, "-", "+"}).value();
  ASSERT_EQ(range.items.size(), 1u);
  const std::vector<RedisReply>& fields = range.items[0].items.at(1).items;
  EXPECT_EQ(fields.at(0).text, "id");
  EXPECT_EQ(fields.at(1).text, notice.id);
  EXPECT_EQ(fields.at(fields.size() - 2).text, "notice");
  JsonParser parser;
  EXPECT_EQ(parser.read<Notice>(fields.back().text).value(), notice);
}

TEST(RedisStream, RefusalsOfARealServer) {
  RedisServer server({"--maxmemory-policy", "noeviction"});
  Redis redis = Redis::connect(server.url()).value();
  const Notice notice = sample_notice();

  ASSERT_TRUE(redis.command({"CONFIG", "SET", "maxmemory", "1"}));
  const Judgement full = sent_over(redis, notice);
  EXPECT_EQ(full.state, DeliveryState::retry);
  EXPECT_THAT(full.detail, testing::StartsWith("OOM"));
  ASSERT_TRUE(redis.command({"CONFIG", "SET", "maxmemory", "0"}));

  ASSERT_TRUE(redis.command({"SET", stream, "a text"}));
  EXPECT_EQ(sent_over(redis, notice).reason, DeliveryReason::misconfigured);
  ASSERT_TRUE(redis.command({"DEL", stream}));
  EXPECT_EQ(sent_over(redis, notice).state, DeliveryState::sent);

  ASSERT_TRUE(redis.command({"REPLICAOF", "127.0.0.1", "1"}));
  EXPECT_EQ(sent_over(redis, notice).state, DeliveryState::retry)
      << "READONLY: a replica may become the master";

  server.kill();
  const Judgement away = sent_over(redis, notice);
  EXPECT_EQ(away.state, DeliveryState::retry);
  EXPECT_EQ(away.reason, DeliveryReason::network);
}

}  // namespace
}  // namespace quince
