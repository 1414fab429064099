// How a transfer goes: start() builds a Transfer and queues it; run(), on the one thread that owns
// curl, hands queued ones to the curl multi handle of their trust class, lets curl work, and calls
// `done` for what has finished.
//
// A trust class is an address policy. curl checks an address only when it opens a socket; a kept
// connection that a trusting request opened must never serve a strict one. So each policy has its
// own multi handle, hence its own cache.
#include "io/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <list>
#include <mutex>

#include "io/http_transfer.h"

namespace quince {
namespace {

struct MultiCloser {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

struct Pending {
  HttpRequest request;
  std::function<void(HttpResult)> done;
};

// One policy, its connections and its transfers.
struct TrustClass {
  AddressPolicy policy;
  std::unique_ptr<CURLM, MultiCloser> multi;
  std::list<std::pair<std::unique_ptr<HttpTransfer>, std::function<void(HttpResult)>>> transfers;

  ~TrustClass() {
    for (auto& [transfer, done] : transfers)
      curl_multi_remove_handle(multi.get(), transfer->handle());
  }
};

// How long one round may wait while several classes have work: curl can wait on one multi handle
// only.
constexpr std::chrono::milliseconds shared_wait{20};

}  // namespace

struct HttpClient::State {
  const Limits limits;
  std::unique_ptr<CURLM, MultiCloser> idle{
      curl_multi_init()};  // waited on while there is no class; wake() reaches it
  std::atomic<CURLM*> waited{nullptr};
  std::atomic<bool> woken{false};
  std::list<TrustClass> classes;  // owned by the thread in run()
  std::atomic<std::size_t> count{0};

  std::mutex mutex;
  std::deque<Pending> queue;  // guarded by mutex

  explicit State(Limits l) : limits(l) { waited = idle.get(); }

  TrustClass& class_of(const AddressPolicy& policy) {
    for (TrustClass& known : classes)
      if (known.policy == policy) return known;
    TrustClass& fresh = classes.emplace_back();
    fresh.policy = policy;
    fresh.multi.reset(curl_multi_init());
    curl_multi_setopt(fresh.multi.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS,
                      static_cast<long>(limits.connections_max));
    curl_multi_setopt(fresh.multi.get(), CURLMOPT_MAX_HOST_CONNECTIONS,
                      static_cast<long>(limits.per_host_max));
    return fresh;
  }

  void begin_queued() {
    std::deque<Pending> batch;
    {
      const std::lock_guard lock(mutex);
      batch.swap(queue);
    }
    for (Pending& pending : batch) {
      auto transfer = HttpTransfer::make(std::move(pending.request));
      if (!transfer) {
        --count;
        pending.done(std::unexpected(transfer.error()));
        continue;
      }
      TrustClass& home = class_of((*transfer)->policy());
      curl_multi_add_handle(home.multi.get(), (*transfer)->handle());
      home.transfers.emplace_back(std::move(*transfer), std::move(pending.done));
    }
  }

  // Lets curl work on one class; true if a transfer ended.
  bool step(TrustClass& home) {
    int running = 0, left = 0;
    curl_multi_perform(home.multi.get(), &running);
    std::vector<std::pair<CURL*, CURLcode>> ended;
    while (const CURLMsg* message = curl_multi_info_read(home.multi.get(), &left))
      if (message->msg == CURLMSG_DONE)
        ended.emplace_back(message->easy_handle, message->data.result);
    for (const auto& [easy, code] : ended) {
      const CURL* wanted = easy;
      const auto at =
          std::find_if(home.transfers.begin(), home.transfers.end(),
                       [&](const auto& item) { return item.first->handle() == wanted; });
      curl_multi_remove_handle(home.multi.get(), easy);
      auto [transfer, done] = std::move(*at);
      home.transfers.erase(at);
      --count;
      done(transfer->finish(code));
    }
    return !ended.empty();
  }

  bool step_all() {
    bool progress = false;
    for (TrustClass& home : classes) progress = step(home) || progress;
    return progress;
  }

  // Waits on the busiest class; the others are looked at soon after.
  void wait(std::chrono::milliseconds wait_max) {
    CURLM* on = idle.get();
    int busy = 0;
    for (TrustClass& home : classes) {
      if (home.transfers.empty()) continue;
      if (busy++ == 0) on = home.multi.get();
    }
    if (busy > 1) wait_max = std::min(wait_max, shared_wait);
    waited = on;
    // A wake() either sees the new `waited` or left its mark before: none is lost between the two.
    if (woken.exchange(false)) return;
    curl_multi_poll(on, nullptr, 0, static_cast<int>(wait_max.count()), nullptr);
  }
};

HttpClient::HttpClient() : HttpClient(Limits{}) {}
HttpClient::HttpClient(Limits limits) {
  start_curl();
  state_ = std::make_unique<State>(limits);
}
HttpClient::~HttpClient() = default;

void HttpClient::start(HttpRequest request, std::function<void(HttpResult)> done) {
  ++state_->count;
  {
    const std::lock_guard lock(state_->mutex);
    state_->queue.push_back({std::move(request), std::move(done)});
  }
  wake();
}

void HttpClient::run(std::chrono::milliseconds wait_max) {
  state_->begin_queued();
  if (state_->step_all()) return;
  state_->wait(wait_max);
  state_->begin_queued();
  state_->step_all();
}

void HttpClient::wake() {
  state_->woken = true;
  curl_multi_wakeup(state_->waited);
}

std::size_t HttpClient::in_flight() const { return state_->count; }

HttpResult http_perform(const HttpRequest& request) {
  start_curl();
  auto transfer = HttpTransfer::make(request);
  if (!transfer) return std::unexpected(transfer.error());
  const CURLcode code = curl_easy_perform((*transfer)->handle());
  return (*transfer)->finish(code);
}

}  // namespace quince
