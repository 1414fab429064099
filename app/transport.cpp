#include "app/transport.h"

#include <chrono>
#include <mutex>
#include <optional>

#include "io/log.h"

namespace quince {
namespace {

using Steady = std::chrono::steady_clock;

// The desk waits for the lengths of the streams: a Redis that hangs may cost it no more than this.
constexpr std::chrono::milliseconds asking_max{300};

// A connection that is made when it is needed.
class Lazy {
 public:
  explicit Lazy(std::string url, RedisTimeouts timeouts = {},
                std::function<void(Redis&)> on_first = {})
      : url_(std::move(url)), timeouts_(timeouts), on_first_(std::move(on_first)) {}

  Result<Redis*> get() {
    if (!redis_) {
      auto made = Redis::connect(url_, timeouts_);
      if (!made) return std::unexpected(made.error());
      redis_.emplace(std::move(*made));
      if (on_first_) on_first_(*redis_);
    } else if (redis_->broken()) {
      if (auto again = redis_->reconnect(); !again) return std::unexpected(again.error());
    }
    return &*redis_;
  }

 private:
  const std::string url_;
  const RedisTimeouts timeouts_;
  const std::function<void(Redis&)> on_first_;
  std::optional<Redis> redis_;
};

std::vector<Answer> all_failed(std::size_t count, const Error& error) {
  return std::vector<Answer>(count, Answer{std::nullopt, std::nullopt, error});
}

Answer answer_of(const RedisReply& reply) {
  Answer answer;
  answer.redis = to_text(reply);
  return answer;
}

std::vector<Answer> pipeline(Lazy& lazy, const std::vector<Rendered>& rendered) {
  auto redis = lazy.get();
  if (!redis) return all_failed(rendered.size(), redis.error());
  std::vector<std::vector<std::string>> commands;
  for (const Rendered& one : rendered) commands.push_back(std::get<RedisCommand>(one));
  auto replies = (*redis)->pipeline(commands);
  if (!replies) return all_failed(rendered.size(), replies.error());
  std::vector<Answer> answers;
  for (const RedisReply& reply : *replies) answers.push_back(answer_of(reply));
  return answers;
}

void warn_of_eviction(Redis& redis) {
  const auto policy = eviction_policy(redis);
  if (policy && *policy != "noeviction")
    log_warn("redis may evict the teams' streams; set maxmemory-policy noeviction",
             {{"maxmemory_policy", *policy}});
}

}  // namespace

Transport http_transport() {
  return [](const std::vector<Rendered>& rendered) {
    std::vector<Answer> answers;
    for (const Rendered& one : rendered) {
      HttpResult result = http_perform(std::get<HttpRequest>(one));
      Answer answer;
      if (result) {
        answer.http = std::move(*result);
      } else {
        answer.error = result.error();
      }
      answers.push_back(std::move(answer));
    }
    return answers;
  };
}

Transport redis_transport(std::string url, std::function<void(bool)> on_answer) {
  return [lazy = std::make_shared<Lazy>(std::move(url), RedisTimeouts{}, &warn_of_eviction),
          on_answer = std::move(on_answer)](const std::vector<Rendered>& rendered) {
    auto answers = pipeline(*lazy, rendered);
    on_answer(!answers.empty() && answers.front().redis.has_value());
    return answers;
  };
}

std::optional<std::string> eviction_policy(Redis& redis) {
  const auto policy = redis.command({"CONFIG", "GET", "maxmemory-policy"});
  if (!policy || policy->is_error() || policy->items.size() != 2) return std::nullopt;
  return policy->items[1].text;
}

std::vector<std::string> streams_of(const std::vector<Brand>& brands) {
  std::vector<std::string> streams;
  for (const Brand& brand : brands)
    streams.push_back("quince:{" + brand.key + "}:alerts:" + brand.team);
  return streams;
}

struct StreamLengths::State {
  const std::vector<std::string> streams;
  std::mutex mutex;
  Lazy lazy;                                         // guarded by mutex
  std::vector<std::optional<std::int64_t>> lengths;  // guarded by mutex
  Steady::time_point next{};                         // guarded by mutex
};

StreamLengths::StreamLengths(std::string url, std::vector<std::string> streams)
    : state_(new State{std::move(streams),
                       {},
                       Lazy(std::move(url), {.connect = asking_max, .command = asking_max}),
                       {},
                       {}}) {}

StreamLengths::~StreamLengths() = default;

std::vector<std::optional<std::int64_t>> StreamLengths::read() {
  const std::lock_guard lock(state_->mutex);
  const auto now = Steady::now();
  if (now < state_->next) return state_->lengths;
  state_->next = now + std::chrono::seconds{1};
  state_->lengths.assign(state_->streams.size(), std::nullopt);
  auto redis = state_->lazy.get();
  if (!redis) {
    state_->next = Steady::now() + std::chrono::seconds{5};
    return state_->lengths;
  }
  for (std::size_t i = 0; i < state_->streams.size(); ++i) {
    auto length = (*redis)->command({"XLEN", state_->streams[i]});
    if (!length) break;
    if (!length->is_error()) state_->lengths[i] = length->integer;
  }
  return state_->lengths;
}

}  // namespace quince
