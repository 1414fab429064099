// The way to a real redis-server, and what is asked of it.
#include "app/transport.h"

#include <gtest/gtest.h>

#include "tests/support/redis_server.h"

namespace quince {
namespace {

TEST(EvictionPolicy, IsWhatTheServerSaysOrUnknown) {
  const struct {
    const char* name;
    std::vector<std::string> arguments;
    std::optional<std::string> policy;
  } rows[] = {{"keeps", {"--maxmemory-policy", "noeviction"}, "noeviction"},
              {"evicts", {"--maxmemory-policy", "allkeys-lru"}, "allkeys-lru"},
              {"may not be asked",
               {"--user", "default", "on", "nopass", "~*", "+@all", "-config"},
               std::nullopt}};
  for (const auto& row : rows) {
    const RedisServer server(row.arguments);
    Redis redis = Redis::connect(server.url()).value();
    EXPECT_EQ(eviction_policy(redis), row.policy) << row.name;
  }
}

TEST(RedisTransport, AServerThatMayEvictIsWarnedOfOnce) {
  for (const auto& [policy, warnings] : {std::pair{"allkeys-lru", 1}, {"noeviction", 0}}) {
    const RedisServer server({"--maxmemory-policy", policy});
    testing::internal::CaptureStderr();
    const Transport send = redis_transport(server.url(), [](bool) {});
    for (int i = 0; i < 2; ++i) EXPECT_TRUE(send({RedisCommand{"PING"}}).at(0).redis);
    const std::string log = testing::internal::GetCapturedStderr();
    EXPECT_EQ(log.find("noeviction") != std::string::npos, warnings == 1) << policy << log;
    EXPECT_EQ(log.find("noeviction", log.find("noeviction") + 1), std::string::npos) << log;
  }
}

TEST(StreamsOf, EachBrandHasItsOwnAlsoWhereOneTeamCaresForTwo) {
  std::vector<Brand> brands(2);
  brands[0].key = "air";
  brands[1].key = "tours";
  for (Brand& brand : brands) brand.team = "care";
  EXPECT_EQ(streams_of(brands),
            (std::vector<std::string>{"quince:{air}:alerts:care", "quince:{tours}:alerts:care"}));
}

}  // namespace
}  // namespace quince
