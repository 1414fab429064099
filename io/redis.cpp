#include "io/redis.h"

#include "io/url.h"

#include <hiredis/hiredis.h>
#include <sys/time.h>

#include <cerrno>
#include <charconv>
#include <csignal>

namespace quince {
namespace {

timeval to_timeval(std::chrono::milliseconds span) {
  return {span.count() / 1000, (span.count() % 1000) * 1000};
}

template <class T>
bool read_number(std::string_view text, T& out, T low, T high) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() && out >= low && out <= high;
}

std::unexpected<Error> bad_url(std::string_view why) {
  return fail(Code::invalid, "the Redis address " + std::string(why) +
                                 "; write redis://[:password@]host:port/db or unix:///path");
}

// host, host:port, [v6]:port
Result<> read_host(std::string_view text, RedisAddress& out) {
  std::string_view port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == text.npos) return bad_url("lacks the closing ]");
    out.host = text.substr(1, end - 1);
    port = text.substr(end + 1);
  } else {
    const auto colon = text.find(':');
    out.host = text.substr(0, colon);
    if (colon != text.npos) port = text.substr(colon);
  }
  if (out.host.empty()) return bad_url("names no host");
  if (port.empty()) return {};
  if (!port.starts_with(':') || !read_number(port.substr(1), out.port, 1, 65535))
    return bad_url("has a port that is no number from 1 to 65535");
  return {};
}

RedisReply converted(const redisReply& in) {
  RedisReply out;
  switch (in.type) {
    case REDIS_REPLY_INTEGER:
      out.kind = RedisReply::Kind::integer;
      out.integer = in.integer;
      break;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      out.kind = RedisReply::Kind::text;
      out.text.assign(in.str, in.len);
      break;
    case REDIS_REPLY_ERROR:
      out.kind = RedisReply::Kind::error;
      out.text.assign(in.str, in.len);
      break;
    case REDIS_REPLY_ARRAY:
      out.kind = RedisReply::Kind::list;
      for (std::size_t i = 0; i < in.elements; ++i) out.items.push_back(converted(*in.element[i]));
      break;
    default:
      break;
  }
  return out;
}

bool append(redisContext* context, const std::vector<std::string>& argv) {
  std::vector<const char*> words;
  std::vector<std::size_t> lengths;
  for (const std::string& word : argv) {
    words.push_back(word.data());
    lengths.push_back(word.size());
  }
  return redisAppendCommandArgv(context, static_cast<int>(argv.size()), words.data(),
                                lengths.data()) == REDIS_OK;
}

void ignore_sigpipe() {
  static const bool once = [] {
    struct sigaction now{};
    if (sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL)
      std::signal(SIGPIPE, SIG_IGN);
    return true;
  }();
  static_cast<void>(once);
}

}  // namespace

std::string RedisAddress::label() const {
  if (host.empty()) return path;
  return (host.find(':') == host.npos ? host : '[' + host + ']') + ':' + std::to_string(port);
}

Result<RedisAddress> parse_redis_url(std::string_view url) {
  RedisAddress out;
  if (url.find('\0') != url.npos) return bad_url("holds a NUL byte");
  if (url.starts_with("unix://")) {
    out.path = url.substr(7);
    if (!out.path.starts_with('/'))
      return bad_url("needs an absolute path, as in unix:///run/redis.sock");
    if (out.path.size() > 107) return bad_url("has a path longer than 107 bytes");
    return out;
  }
  if (url.starts_with("rediss://"))
    return bad_url("asks for TLS, which this client does not speak (put a TLS sidecar in front)");
  if (!url.starts_with("redis://")) return bad_url("has another scheme than redis:// and unix://");
  url.remove_prefix(8);
  if (const auto at = url.rfind('@'); at != url.npos) {
    const std::string_view account = url.substr(0, at);
    const auto colon = account.find(':');
    if (colon == account.npos) return bad_url("has a user without a password");
    out.user = percent_decoded(account.substr(0, colon));
    out.password = percent_decoded(account.substr(colon + 1));
    url.remove_prefix(at + 1);
  }
  const auto slash = url.find('/');
  if (slash != url.npos && slash + 1 < url.size() &&
      !read_number(url.substr(slash + 1), out.db, 0, 1'000'000))
    return bad_url("has a database that is no number");
  if (const auto host = read_host(url.substr(0, slash), out); !host)
    return std::unexpected(host.error());
  return out;
}

std::string to_text(const RedisReply& reply) {
  switch (reply.kind) {
    case RedisReply::Kind::nil:
      return {};
    case RedisReply::Kind::integer:
      return std::to_string(reply.integer);
    case RedisReply::Kind::text:
    case RedisReply::Kind::error:
      return reply.text;
    case RedisReply::Kind::list:
      break;
  }
  std::string out = "[";
  for (const RedisReply& item : reply.items) {
    if (out.size() > 1) out += ", ";
    out += to_text(item);
  }
  return out + ']';
}

void Redis::Free::operator()(redisContext* context) const { redisFree(context); }

Result<Redis> Redis::connect(std::string_view url, RedisTimeouts timeouts) {
  auto address = parse_redis_url(url);
  if (!address) return std::unexpected(address.error());
  ignore_sigpipe();
  Redis redis(std::move(*address), timeouts);
  if (const auto ready = redis.reconnect(); !ready) return std::unexpected(ready.error());
  return redis;
}

Result<> Redis::reconnect() {
  const timeval wait = to_timeval(timeouts_.connect);
  context_.reset(address_.host.empty()
                     ? redisConnectUnixWithTimeout(address_.path.c_str(), wait)
                     : redisConnectWithTimeout(address_.host.c_str(), address_.port, wait));
  if (!context_) return fail(Code::internal, "redis at " + address_.label() + ": out of memory");
  if (context_->err != 0) return lost();
  if (redisSetTimeout(context_.get(), to_timeval(timeouts_.command)) != REDIS_OK) return lost();
  // A TCP peer that vanished is noticed; on a unix socket the call would break the context.
  if (!address_.host.empty() && redisEnableKeepAlive(context_.get()) != REDIS_OK) return lost();
  return greet();
}

// AUTH and SELECT. The server's own words are not repeated where they answer the password.
Result<> Redis::greet() {
  if (!address_.password.empty()) {
    std::vector<std::string> auth = {"AUTH"};
    if (!address_.user.empty()) auth.push_back(address_.user);
    auth.push_back(address_.password);
    const auto reply = command(auth);
    if (!reply) return std::unexpected(reply.error());
    if (reply->is_error()) {
      context_.reset();
      if (reply->text.starts_with("LOADING"))
        return fail(Code::unavailable, "redis at " + address_.label() + " is loading its data");
      return fail(Code::invalid,
                  "redis at " + address_.label() + " refused the user or the password");
    }
  }
  if (address_.db == 0) return {};
  const auto reply = command({"SELECT", std::to_string(address_.db)});
  if (!reply) return std::unexpected(reply.error());
  if (!reply->is_error()) return {};
  context_.reset();
  const bool loading = reply->text.starts_with("LOADING");
  return fail(loading ? Code::unavailable : Code::invalid,
              "redis at " + address_.label() + ": SELECT: " + reply->text);
}

// Reads errno and the context's error, then drops the context: hiredis cannot use it again.
std::unexpected<Error> Redis::lost() {
  const int cause = errno;
  const bool silent = context_->err == REDIS_ERR_IO &&
                      (cause == EAGAIN || cause == EWOULDBLOCK || cause == ETIMEDOUT);
  const bool garbled = context_->err == REDIS_ERR_PROTOCOL;
  const std::string text =
      "redis at " + address_.label() + ": " +
      (silent ? std::string("did not answer in time") : std::string(context_->errstr));
  context_.reset();
  return fail(silent ? Code::timeout : garbled ? Code::invalid : Code::unavailable, text);
}

Result<RedisReply> Redis::next_reply() {
  void* raw = nullptr;
  if (redisGetReply(context_.get(), &raw) != REDIS_OK) return lost();
  const std::unique_ptr<redisReply, decltype(&freeReplyObject)> reply(static_cast<redisReply*>(raw),
                                                                      &freeReplyObject);
  return converted(*reply);
}

Result<RedisReply> Redis::command(const std::vector<std::string>& argv) {
  auto replies = pipeline({&argv, 1});
  if (!replies) return std::unexpected(replies.error());
  return std::move(replies->front());
}

Result<std::vector<RedisReply>> Redis::pipeline(
    std::span<const std::vector<std::string>> commands) {
  if (broken()) return fail(Code::unavailable, "redis at " + address_.label() + ": not connected");
  if (commands.size() > pipeline_max)
    return fail(Code::too_large, "more than 10,000 commands at once");
  for (const auto& argv : commands)
    if (argv.empty()) return fail(Code::invalid, "a Redis command without words");
  for (const auto& argv : commands)
    if (!append(context_.get(), argv)) return lost();
  std::vector<RedisReply> replies;
  replies.reserve(commands.size());
  for (std::size_t i = 0; i < commands.size(); ++i) {
    auto reply = next_reply();
    if (!reply) return std::unexpected(reply.error());
    replies.push_back(std::move(*reply));
  }
  return replies;
}

}  // namespace quince
