// A source is what the configuration names; a target is one thing to read (a source with three tags
// has three). A kind of feed is two pure functions: what to request, and how to parse the answer;
// where the platform allows it two more pairs: how to read counts again, and how to listen to a
// stream. Adding a kind is one file and one row in collectors/kinds.cpp.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/cursor.h"
#include "core/error.h"
#include "core/event.h"
#include "core/reading.h"
#include "core/watch.h"
#include "io/http_client.h"
#include "io/stream_client.h"

namespace quince {

struct Source {
  std::string name;
  std::string kind;                   // a row of collectors/kinds.cpp
  std::string url;                    // of the feed, or of the server
  std::string file;                   // of an import
  std::vector<std::string> tags;      // whose timelines are read, without "#"
  std::vector<std::string> searches;  // what is searched for
  std::vector<std::string> links;     // web pages whose mentions are read
  bool public_timeline = false;       // everything that the server shows to everybody
  bool live = false;                  // listen to its stream too
  std::string account;                // who signs in, where the platform wants that
  std::string token;  // secret; sent as a bearer token, or the password of `account`
  std::map<std::string, std::string> columns;  // member of a Mention or Event -> column of a file
  std::string date_format;                     // of its dates in bare numbers: dmy, mdy or ymd
  bool robots = true;                          // obey the server's robots.txt
  bool http2 = true;                           // offer HTTP/2
  Duration every{std::chrono::minutes{15}};
  std::vector<std::string> allow_addresses;  // ranges besides public addresses
  std::string lang;                          // assumed where the feed does not say
};

// How a target is read: asked again and again, asked for newer counts of what is watched, or
// listened to.
enum class Way : std::uint8_t { poll, reread, listen };

struct Target {
  std::string name;  // "<source>", "<source>#<tag>", "<source>?<search>", "<source>~counts" …
  const Source* source = nullptr;
  std::string tag;  // or one of these; all empty: the source itself
  std::string search{};
  std::string link{};
  Way way = Way::poll;
  bool is_firehose = false;  // brings posts of all the world: only a brand's are taken in
};

// One raw document with what is known of it.
struct Document {
  std::string_view bytes;
  std::string url;           // base of relative links
  std::string content_type;  // as the server said; may be empty
  std::string position{};    // of the cursor that it was asked for with
};

struct Parsed {
  std::vector<Mention> mentions;  // in document order; `feed` and `seen_at` are set by the engine
  std::vector<Reading> readings;  // newer counts, or `deleted`; `at` is the engine's where absent
  std::vector<Event> events;
  std::vector<std::string> missing;  // mentions that were asked for and are not in the answer
  // Mentions that the document holds and that must not be kept, by id, with the reason's label:
  // they are not public, or their author does not want to be collected. The intake leaves them out.
  std::map<std::string, std::string> barred;
  std::string position;  // the new position; empty: unchanged
  bool more = false;     // another page is waiting: ask again at once (bounded by the engine)
  // A file or a delivery: in the order in which things happened, one mention perhaps several times.
  // Else the document is a snapshot, in any order.
  bool is_log = false;
  std::optional<Duration> rest;  // the document asks not to be read more often than this
  std::string hub, self;         // of WebSub, as the document gives them; empty where it does not
  std::vector<std::string> dropped;  // why items were left out, one reason label each
  std::vector<std::string>
      faults;  // the same for people, where there is more to say: "line 12: text is missing"
};

// Newer counts of posts that are known, many in one request. The `position` of such a target is how
// many a server takes in one request, where that was learned to be fewer than `batch_max`.
struct Reread {
  std::size_t batch_max = 0;
  HttpRequest (*request)(const Source&, std::span<const Watch>);
  Result<Parsed> (*parse)(const Source&, std::span<const Watch>, const Document&);
  // An answer with a 4xx status: what it says, or the failure that it is. nullptr: always a
  // failure.
  Result<Parsed> (*refused)(std::span<const Watch>, const HttpResponse&) = nullptr;
};

// Asks a server for the host of its streams, where that may be another one; without an answer it is
// the server itself.
struct StreamHost {
  HttpRequest (*request)(const Source&);
  std::string (*parse)(const Source&, const Document&);  // "https://host"; empty: it does not say
};

// A connection that stays open; `parse` is given one message after the other. Its `position` is
// where to go on after a drop; a platform that cannot replay leaves it empty, and polling fills the
// gap.
struct Listen {
  bool (*wanted)(const Source&);  // whether this source is listened to at all
  StreamRequest (*request)(const Target&, const Cursor&);
  Result<Parsed> (*parse)(const Target&, const StreamMessage&);
  // Moves a position that the platform has forgotten to the oldest that it still knows; true: it
  // did, and what was between is lost. nullptr: it forgets nothing, or nobody can tell.
  bool (*clamp)(std::string& position, Time now) = nullptr;
  const StreamHost* host = nullptr;
};

// A bearer token that is got with the source's account and token, and kept in memory while it
// holds.
struct Session {
  std::string bearer;
  Time until{};
};
struct SignIn {
  bool (*wanted)(const Source&);
  HttpRequest (*request)(const Source&);
  Result<Session> (*parse)(const Source&, const Document&, Time now);
  bool (*is_refused)(const HttpResponse&);  // the answer says that the token does not hold any more
};

struct Kind {
  std::string_view name;
  // Names of the options that it takes besides those of every source, and which of them it cannot
  // do without ("a|b": one of the two).
  std::string_view takes, needs;
  HttpRequest (*request)(const Target&, const Cursor&);  // nullptr: not polled over HTTP
  Result<Parsed> (*parse)(const Target&, const Document&);
  // The next chunk of the source's file behind a position; nullptr: it has no file.
  Result<Parsed> (*read_file)(const Source&, const std::string& position) = nullptr;
  // An answer with a 4xx status, as in Reread; the error's text tells the cure.
  Result<Parsed> (*refused)(const Target&, const HttpResponse&) = nullptr;
  const Reread* reread = nullptr;  // nullptr: the platform has no counts to read again
  const Listen* listen = nullptr;  // nullptr: there is nothing to listen to
  const SignIn* sign_in = nullptr;
  bool is_firehose = false;     // all that it polls and listens to is one
  bool ids_may_change = false;  // ids are each site's to give, and some give new ones: reissue.h
};

std::span<const Kind> kinds();
const Kind* find_kind(std::string_view name);  // nullptr where there is none
std::vector<Target> targets_of(const Source& source);
std::vector<Target> targets_of(const Source& source, const Kind& kind);
AddressPolicy addresses_of(const Source& source);  // that it may be read from

// A digest of what the target's name stands for: a cursor is of no use for another address.
std::string address_of(const Target& target);

}  // namespace quince
