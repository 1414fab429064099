// quince outbox: what has not arrived at its channel, and what a person decides of it. It works
// beside a quince that runs on the same store: SQLite lets its one short transaction wait its turn,
// and the senders find the change at their next look, within half a minute.
#include <fmt/core.h>

#include <filesystem>

#include "alerting/outbox.h"
#include "app/commands.h"
#include "app/terminal.h"
#include "core/clock.h"
#include "core/plain_text.h"
#include "io/json_fields.h"

namespace quince {
namespace {

int tell(const Error& error) {
  fmt::print(stderr, "quince: {}\n", error.text);
  return exit_failed;
}

Result<Database> open_store(const OutboxArgs& args, Database::Access access) {
  const std::string path = args.store + "/quince.sqlite";
  if (!std::filesystem::exists(path))
    return fail(Code::not_found, "there is no store in " + args.store + "; name it with --store");
  return Database::open(path, access);
}

void print(const Due& one) {
  const Delivery& delivery = one.delivery;
  const std::string state(name(delivery.state));
  fmt::print("{} {:<8} {:<14} {:<10} {} attempts={} {} {}\n", to_rfc3339(one.notice.at),
             delivery.state == DeliveryState::gave_up ? red(state) : yellow(state),
             delivery.channel, name(one.notice.why), one.notice.case_id, delivery.attempts,
             name(delivery.reason), plain_line(delivery.detail));
}

using Decision = Result<std::int64_t> (*)(Database&, std::string_view channel, Time now);

int decide(const OutboxArgs& args, Decision decision, std::string_view what) {
  auto db = open_store(args, Database::Access::read_write);
  if (!db) return tell(db.error());
  const auto count = decision(*db, args.channel, SystemClock().now());
  if (!count) return tell(count.error());
  if (args.json)
    fmt::print("{{\"notices\":{}}}\n", *count);
  else
    fmt::print("{} notices {}\n", *count, what);
  return exit_good;
}

}  // namespace

int outbox_list(const OutboxArgs& args) {
  auto db = open_store(args, Database::Access::read_only);
  if (!db) return tell(db.error());
  const auto rows = undelivered(*db, args.channel);
  if (!rows) return tell(rows.error());
  for (const Due& one : *rows) {
    if (args.json)
      fmt::print("{}\n", to_json(one.delivery));
    else
      print(one);
  }
  return exit_good;
}

int outbox_replay(const OutboxArgs& args) {
  return decide(args, &replay_notices, "will be sent again");
}

int outbox_discard(const OutboxArgs& args) { return decide(args, &discard_notices, "given up"); }

}  // namespace quince
