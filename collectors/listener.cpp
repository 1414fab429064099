#include "collectors/listener.h"

#include <algorithm>
#include <iterator>
#include <random>

#include "collectors/intake.h"

namespace quince {
namespace {

// The pauses of a connection that fails start from here, not from the source's `every`.
constexpr Duration reconnect_after = std::chrono::seconds{5};
constexpr std::chrono::milliseconds host_answer_max{5'000};  // a stop waits so long at most
constexpr std::size_t host_answer_bytes_max = 1u << 20;

FetchOutcome outcome_of(const Result<>& ended) {
  if (ended) return FetchOutcome::network;  // the other side said goodbye: it was to stay
  switch (ended.error().code) {
    case Code::not_found:
      return FetchOutcome::client_error;
    case Code::refused:
    case Code::invalid:
      return FetchOutcome::refused;
    case Code::too_large:
      return FetchOutcome::too_large;
    case Code::timeout:
      return FetchOutcome::timeout;
    default:
      return FetchOutcome::network;
  }
}

template <class T>
void append(std::vector<T>& to, std::vector<T>&& from) {
  to.insert(to.end(), std::move_iterator(from.begin()), std::move_iterator(from.end()));
}

}  // namespace

// Listens to one target. What came and is not stored yet waits in `waiting_`.
class Listener::Ear final : public StreamListener {
 public:
  struct World {  // what all ears share
    const Clock& clock;
    Spool& spool;
    ListenOptions options;
    Observer observer;
    EdgeFilter concerns;
    StreamWays ways;
  };

  Ear(Target target, std::shared_ptr<const World> world)
      : target_(std::move(target)),
        kind_(*find_kind(target_.source->kind)),
        world_(std::move(world)),
        random_(world_->options.seed ^ std::hash<std::string>{}(target_.name)) {}

  void run(const std::stop_token& stop);

  void opened() override { position_stored_at_ = Time{}; }  // so that the store learns of it soon
  bool take(const StreamMessage& message) override;
  bool pause() override { return store_if_due(Duration{0}); }

 private:
  void load();
  Result<> listen_once(const std::stop_token& stop);
  void go_to_host(const StreamHost& host, StreamRequest& request) const;
  void failed(FetchReport report);
  bool store_if_due(Duration batch_waits);  // false: it was due and could not be stored
  bool store();
  std::size_t waiting() const { return waiting_.mentions.size() + waiting_.readings.size(); }
  FetchReport report() const;

  const Target target_;
  const Kind& kind_;
  const std::shared_ptr<const World> world_;
  std::mt19937_64 random_;
  Cursor cursor_;   // as it is stored
  Parsed waiting_;  // its position is behind everything in it
  Time waits_since_{}, position_stored_at_{};
  std::string not_stored_;  // why the last put failed; empty: it did not
};

void Listener::Ear::run(const std::stop_token& stop) {
  load();
  while (!stop.stop_requested() && world_->clock.wait_until(cursor_.next_at, stop)) {
    const auto ended = listen_once(stop);
    const bool is_news = waiting() > 0 || !waiting_.position.empty();
    const bool is_stored = not_stored_.empty() && (!is_news || store());
    if (stop.stop_requested()) return;
    FetchReport failure = report();
    failure.dropped = std::move(waiting_.dropped);
    failure.faults = std::move(waiting_.faults);
    failure.outcome = is_stored ? outcome_of(ended) : FetchOutcome::not_stored;
    failure.error = !is_stored ? not_stored_
                    : ended    ? "the other side ended the stream"
                               : ended.error().text;
    failed(std::move(failure));
  }
}

// A pause that a failure asked for stays over a restart; the mark of a stream that was open does
// not.
void Listener::Ear::load() {
  cursor_.target = target_.name;
  auto known = world_->spool.cursor(target_.name);
  if (known && *known) cursor_ = std::move(**known);
  const Time now = world_->clock.now();
  cursor_.next_at = cursor_.failures == 0
                        ? now
                        : std::min(cursor_.next_at, now + Duration(std::chrono::hours{24}));
}

Result<> Listener::Ear::listen_once(const std::stop_token& stop) {
  waiting_ = {};
  not_stored_.clear();
  if (kind_.listen->clamp != nullptr && kind_.listen->clamp(cursor_.position, world_->clock.now()))
    waiting_.dropped.emplace_back("gap");
  StreamRequest request = kind_.listen->request(target_, cursor_);
  request.allow = addresses_of(*target_.source);
  if (kind_.listen->host != nullptr) go_to_host(*kind_.listen->host, request);
  return world_->ways.open(request, *this, stop);
}

// Asked anew with every connection: a host moves while nobody listens.
void Listener::Ear::go_to_host(const StreamHost& host, StreamRequest& request) const {
  HttpRequest question = host.request(*target_.source);
  question.total_max = host_answer_max;
  question.body_bytes_max = host_answer_bytes_max;
  question.allow = request.allow;
  const HttpResult answer = world_->ways.ask(question);
  if (!answer || answer->status != 200) return;
  const std::string base = host.parse(
      *target_.source, {answer->body, answer->url, std::string(answer->header("content-type"))});
  const std::size_t path = request.url.find('/', request.url.find("://") + 3);
  if (!base.empty() && path != std::string::npos) request.url.replace(0, path, base);
}

bool Listener::Ear::take(const StreamMessage& message) {
  auto parsed = kind_.listen->parse(target_, message);
  if (!parsed) {  // one bad message is no reason to leave
    waiting_.dropped.emplace_back("broken_item");
    waiting_.faults.push_back(parsed.error().text);
    return store_if_due(world_->options.batch_waits);
  }
  const Time now = world_->clock.now();
  take_in(*parsed, *target_.source, now);
  if (target_.is_firehose && world_->concerns)
    std::erase_if(parsed->mentions,
                  [&](const Mention& mention) { return !world_->concerns(mention); });
  // A batch stores its mentions first: one that was deleted and is there again needs two.
  for (const Mention& mention : parsed->mentions)
    if (std::any_of(waiting_.readings.begin(), waiting_.readings.end(),
                    [&](const Reading& reading) { return reading.mention == mention.id; }) &&
        !store())
      return false;
  if (waiting() == 0) waits_since_ = now;
  append(waiting_.mentions, std::move(parsed->mentions));
  append(waiting_.readings, std::move(parsed->readings));
  append(waiting_.dropped, std::move(parsed->dropped));
  if (!parsed->position.empty()) waiting_.position = std::move(parsed->position);
  return store_if_due(world_->options.batch_waits);
}

bool Listener::Ear::store_if_due(Duration batch_waits) {
  const Time now = world_->clock.now();
  const bool is_batch = waiting() >= world_->options.batch_items_max ||
                        (waiting() > 0 && now - waits_since_ >= batch_waits);
  const bool is_position = now - position_stored_at_ >= world_->options.position_waits;
  return (!is_batch && !is_position) || store();
}

bool Listener::Ear::store() {
  const Time now = world_->clock.now();
  Cursor next = cursor_;
  if (!waiting_.position.empty()) next.position = std::move(waiting_.position);
  next.next_at = now + world_->options.position_waits;
  next.last_success_at = now;
  next.failures = 0;
  next.last_error.clear();
  FetchReport done = report();
  done.dropped = std::move(waiting_.dropped);
  done.faults = std::move(waiting_.faults);
  done.next_at = next.next_at;
  auto stored = world_->spool.put(batch_of(waiting_), next);
  waiting_ = {};
  if (!stored) {
    not_stored_ = stored.error().text;
    return false;
  }
  cursor_ = std::move(next);
  position_stored_at_ = now;
  done.counts = *stored;
  world_->observer(done);
  return true;
}

void Listener::Ear::failed(FetchReport report) {
  ++cursor_.failures;
  cursor_.last_error = report.error;
  const double jitter = std::uniform_real_distribution<double>(0, 1)(random_);
  const Time now = world_->clock.now();
  cursor_.next_at =
      next_time(report.outcome, cursor_.failures,
                {.every = reconnect_after, .rest = {}, .retry_after = {}, .jitter = jitter}, now);
  // What cannot be written either is kept in memory alone.
  if (auto stored = world_->spool.put({}, cursor_); !stored)
    report.faults.push_back(stored.error().text);
  report.next_at = cursor_.next_at;
  world_->observer(report);
}

FetchReport Listener::Ear::report() const {
  FetchReport report;
  report.source = target_.source->name;
  report.target = target_.name;
  report.kind = kind_.name;
  report.at = world_->clock.now();
  return report;
}

Listener::Listener(std::vector<Source> sources, const Clock& clock, Spool& spool,
                   ListenOptions options, Observer observer, EdgeFilter concerns, StreamWays ways)
    : sources_(std::move(sources)) {
  const auto world = std::make_shared<const Ear::World>(clock, spool, options, std::move(observer),
                                                        std::move(concerns), std::move(ways));
  for (const Source& source : sources_)
    for (Target& target : targets_of(source))
      if (target.way == Way::listen)
        ears_.push_back(std::make_unique<Ear>(std::move(target), world));
  for (const auto& ear : ears_)
    threads_.emplace_back([&ear = *ear](const std::stop_token& stop) { ear.run(stop); });
}

Listener::~Listener() {
  for (std::jthread& thread : threads_) thread.request_stop();
}

}  // namespace quince
