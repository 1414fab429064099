// Redis against a real redis-server: bytes, pipelines, and every way in which a server can be away.
#include "io/redis.h"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/redis_server.h"

namespace quince {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Redis connected(const RedisServer& server, RedisTimeouts timeouts = {}) {
  auto redis = Redis::connect(server.url(), timeouts);
  EXPECT_TRUE(redis) << redis.error().text;
  return std::move(redis).value();
}

// A port that was free a moment ago.
std::string free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
  close(fd);
  return std::to_string(ntohs(address.sin_port));
}

std::string answer(Redis& redis, const std::vector<std::string>& argv) {
  const auto reply = redis.command(argv);
  return reply ? to_text(*reply) : "failed: " + reply.error().text;
}

TEST(RedisUrl, Forms) {
  struct Row {
    std::string name, url, label, user, password;
    int db;
  };
  const Row rows[] = {
      {"host alone", "redis://cache", "cache:6379", "", "", 0},
      {"host and port", "redis://cache:7000", "cache:7000", "", "", 0},
      {"trailing slash", "redis://cache:7000/", "cache:7000", "", "", 0},
      {"database", "redis://10.0.0.1:7000/3", "10.0.0.1:7000", "", "", 3},
      {"password", "redis://:pa:ss@cache", "cache:6379", "", "pa:ss", 0},
      {"user", "redis://quince:p@cache/1", "cache:6379", "quince", "p", 1},
      {"escaped password", "redis://:a%40b%2Fc%@cache", "cache:6379", "", "a@b/c%", 0},
      {"IPv6", "redis://[::1]:7000", "[::1]:7000", "", "", 0},
      {"unix", "unix:///run/redis.sock", "/run/redis.sock", "", "", 0},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto address = parse_redis_url(row.url);
    ASSERT_TRUE(address) << address.error().text;
    EXPECT_EQ(address->label(), row.label);
    EXPECT_EQ(address->user, row.user);
    EXPECT_EQ(address->password, row.password);
    EXPECT_EQ(address->db, row.db);
  }
}

TEST(RedisUrl, RefusedWithoutTellingThePassword) {
  const std::string urls[] = {"",
                              "http://cache",
                              "rediss://:hunter2@cache",
                              "redis://",
                              "redis://:hunter2@",
                              "redis://:hunter2@cache:0",
                              "redis://:hunter2@cache:99999",
                              "redis://:hunter2@cache/x",
                              "redis://hunter2@cache",
                              "redis://[::1",
                              "unix://relative",
                              "unix://" + std::string(200, '/'),
                              std::string("redis://a\0b", 11)};
  for (const std::string& url : urls) {
    SCOPED_TRACE(url);
    const auto address = parse_redis_url(url);
    ASSERT_FALSE(address);
    EXPECT_EQ(address.error().code, Code::invalid);
    EXPECT_THAT(address.error().text, HasSubstr("write redis://"));
    EXPECT_THAT(address.error().text, Not(HasSubstr("hunter2")));
  }
}

TEST(Redis, StreamsKeepEveryByte) {
  const RedisServer server;
  Redis redis = connected(server);
  const std::string bytes("x\0y\r\n%s %b\xff", 12);
  for (int i = 0; i < 3; ++i)
    EXPECT_THAT(answer(redis, {"XADD", "s", "MAXLEN", "~", "1000", "*", "body", bytes}),
                HasSubstr("-"));
  EXPECT_EQ(answer(redis, {"XLEN", "s"}), "3");
  const auto range = redis.command({"XRANGE", "s", "-", "+", "COUNT", "1"});
  ASSERT_TRUE(range);
  ASSERT_EQ(range->items.size(), 1u);
  const RedisReply& fields = range->items[0].items.at(1);
  EXPECT_EQ(fields.items.at(0).text, "body");
  EXPECT_EQ(fields.items.at(1).text, bytes);
}

TEST(Redis, RepliesOfEveryKind) {
  const RedisServer server;
  Redis redis = connected(server);
  EXPECT_EQ(redis.command({"GET", "absent"})->kind, RedisReply::Kind::nil);
  EXPECT_EQ(redis.command({"INCR", "n"})->integer, 1);
  EXPECT_EQ(redis.command({"PING"})->text, "PONG");
  EXPECT_EQ(answer(redis, {"MGET", "n", "absent"}), "[1, ]");
  const auto wrong = redis.command({"XADD", "n", "*", "a", "b"});
  ASSERT_TRUE(wrong);
  EXPECT_TRUE(wrong->is_error());
  EXPECT_THAT(wrong->text, StartsWith("WRONGTYPE"));
  EXPECT_FALSE(redis.broken()) << "an error reply leaves the connection as it is";
  EXPECT_EQ(redis.command({}).error().code, Code::invalid);
}

TEST(Redis, PipelineAnswersInOrder) {
  const RedisServer server;
  Redis redis = connected(server);
  std::vector<std::vector<std::string>> commands;
  for (int i = 0; i < 5'000; ++i) commands.push_back({"ECHO", std::to_string(i)});
  const auto replies = redis.pipeline(commands);
  ASSERT_TRUE(replies) << replies.error().text;
  ASSERT_EQ(replies->size(), commands.size());
  for (int i = 0; i < 5'000; ++i) ASSERT_EQ((*replies)[i].text, std::to_string(i));
  commands.resize(Redis::pipeline_max + 1, {"PING"});
  EXPECT_EQ(redis.pipeline(commands).error().code, Code::too_large);
}

TEST(Redis, ServerKilledMidWayThenBack) {
  RedisServer server;
  Redis redis = connected(server);
  ASSERT_EQ(answer(redis, {"PING"}), "PONG");
  server.kill();
  const auto away = redis.command({"PING"});
  ASSERT_FALSE(away);
  EXPECT_EQ(away.error().code, Code::unavailable);
  EXPECT_TRUE(away.error().retryable);
  EXPECT_TRUE(redis.broken());
  EXPECT_THAT(redis.command({"PING"}).error().text, HasSubstr("not connected"));
  EXPECT_EQ(redis.reconnect().error().code, Code::unavailable);
  EXPECT_TRUE(redis.broken());
  server.start();
  ASSERT_TRUE(redis.reconnect());
  EXPECT_EQ(answer(redis, {"PING"}), "PONG");
}

TEST(Redis, NobodyThere) {
  const auto redis = Redis::connect("unix:///tmp/quince-nobody-listens-here.sock");
  ASSERT_FALSE(redis);
  EXPECT_EQ(redis.error().code, Code::unavailable);
  EXPECT_THAT(redis.error().text, HasSubstr("quince-nobody"));
}

TEST(Redis, OutOfMemoryIsAReply) {
  const RedisServer server({"--maxmemory-policy", "noeviction"});
  Redis redis = connected(server);
  ASSERT_EQ(answer(redis, {"CONFIG", "SET", "maxmemory", "1"}), "OK");
  EXPECT_THAT(answer(redis, {"XADD", "s", "*", "a", "b"}), StartsWith("OOM"));
  ASSERT_EQ(answer(redis, {"CONFIG", "SET", "maxmemory", "0"}), "OK");
  EXPECT_THAT(answer(redis, {"XADD", "s", "*", "a", "b"}), HasSubstr("-"));
}

TEST(Redis, SilentServerTimesOut) {
  RedisServer server;
  Redis redis = connected(server, {.command = std::chrono::milliseconds{100}});
  server.stop();
  const auto silent = redis.command({"PING"});
  server.resume();
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().code, Code::timeout);
  EXPECT_TRUE(redis.broken()) << "a late answer must not be taken for that of the next command";
  ASSERT_TRUE(redis.reconnect());
  EXPECT_EQ(answer(redis, {"PING"}), "PONG");
}

TEST(Redis, LoadingServer) {
  RedisServer server({"--enable-debug-command", "yes"});
  {
    Redis redis = connected(server);
    ASSERT_EQ(answer(redis, {"DEBUG", "POPULATE", "20000", "key", "200"}), "OK");
    ASSERT_EQ(answer(redis, {"SAVE"}), "OK");
  }
  server.kill();
  server.start({"--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024"});
  Redis redis = connected(server);
  EXPECT_THAT(answer(redis, {"XADD", "s", "*", "a", "b"}), StartsWith("LOADING"));
}

TEST(Redis, Password) {
  const RedisServer server({"--requirepass", "open-sesame"});
  Redis nameless = connected(server);
  EXPECT_THAT(answer(nameless, {"PING"}), StartsWith("NOAUTH"));
  EXPECT_EQ(answer(nameless, {"AUTH", "open-sesame"}), "OK");
}

TEST(Redis, WrongPasswordOverTcp) {
  const std::string port = free_port();
  const RedisServer server({"--requirepass", "open-sesame", "--port", port, "--bind", "127.0.0.1"});
  const auto right = Redis::connect("redis://:open-sesame@127.0.0.1:" + port + "/2");
  EXPECT_TRUE(right) << right.error().text;
  const auto named = Redis::connect("redis://default:open-sesame@127.0.0.1:" + port);
  EXPECT_TRUE(named) << named.error().text;
  const auto no_such_db = Redis::connect("redis://:open-sesame@127.0.0.1:" + port + "/99");
  EXPECT_EQ(no_such_db.error().code, Code::invalid);
  EXPECT_THAT(no_such_db.error().text, HasSubstr("SELECT"));
  const auto wrong = Redis::connect("redis://:hunter2@127.0.0.1:" + port);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, Code::invalid);
  EXPECT_FALSE(wrong.error().retryable);
  EXPECT_THAT(wrong.error().text, HasSubstr("refused the user or the password"));
  EXPECT_THAT(wrong.error().text, Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace quince
