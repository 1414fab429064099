// Redis as a client, over hiredis 0.14 (RESP2, no TLS): one connection, commands in argv form only,
// so that no text from outside is ever read as part of a command. Addresses:
// redis://[[user]:password@]host[:port][/db] and unix:///path.
//
// After a Result error the connection is broken and stays so until reconnect(); when to try is the
// caller's choice. An error that the server answers ("-OOM …") is a reply, not a Result error.
// Codes: unavailable (away, loading, closed), timeout (nothing heard for `command` ms; the command
// may still have been carried out), invalid (address, password, protocol). Texts name the server by
// host and port and never hold the password. Not thread-safe: one a thread. The first connection
// makes the process ignore SIGPIPE, which hiredis does not guard its writes against.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

struct redisContext;

namespace quince {

struct RedisAddress {
  std::string host;  // empty: `path` is used
  int port = 6379;
  std::string path;  // of a unix socket
  std::string user;
  std::string password;
  int db = 0;

  std::string label() const;  // for people: "host:port" or the path
};

Result<RedisAddress> parse_redis_url(std::string_view url);

struct RedisReply {
  enum class Kind { nil, integer, text, list, error };
  Kind kind = Kind::nil;
  std::int64_t integer = 0;
  std::string text;  // of a text, a status or an error; any bytes
  std::vector<RedisReply> items;

  bool is_error() const { return kind == Kind::error; }
};

// One line: a text or an error as it is, an integer in digits, "" for nil, a list as [a, b].
std::string to_text(const RedisReply& reply);

struct RedisTimeouts {
  std::chrono::milliseconds connect{2'000};
  std::chrono::milliseconds command{
      3'000};  // longest silence; keep BLOCK of a reading command below it
};

class Redis {
 public:
  static constexpr std::size_t pipeline_max = 10'000;

  // Connects, authenticates and selects the database.
  static Result<Redis> connect(std::string_view url, RedisTimeouts timeouts = {});

  Result<RedisReply> command(const std::vector<std::string>& argv);
  // All are written before the first reply is awaited; one reply each, in order.
  Result<std::vector<RedisReply>> pipeline(std::span<const std::vector<std::string>> commands);

  bool broken() const { return context_ == nullptr; }
  Result<> reconnect();

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };

  Redis(RedisAddress address, RedisTimeouts timeouts)
      : address_(std::move(address)), timeouts_(timeouts) {}
  Result<> greet();
  Result<RedisReply> next_reply();
  std::unexpected<Error> lost();

  RedisAddress address_;
  RedisTimeouts timeouts_;
  std::unique_ptr<redisContext, Free> context_;  // null: broken
};

}  // namespace quince
