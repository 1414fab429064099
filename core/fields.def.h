// The rows of core/fields.h, one block a type. Included by it alone.
#pragma once

namespace quince {

template <>
struct Fields<Author> {
  using T = Author;
  static constexpr std::string_view type = "Author", doc = "Who wrote a mention.";
  static constexpr auto rows =
      table<T>(row("id", &T::id, "The platform's stable id, or the handle where there is none."),
               row("handle", &T::handle, "As people write it, without the at sign."),
               row("name", &T::name, "The display name."),
               row("followers", &T::followers, "How many follow the author; absent is unknown."),
               row("created_at", &T::created_at, "When the account was made."),
               row("verified", &T::verified, "Whether the platform vouches for the account."),
               row("bot", &T::bot, "Whether the account says that it is automated."));
};

template <>
struct Fields<Counts> {
  using T = Counts;
  static constexpr std::string_view type = "Counts",
                                    doc =
                                        "Cumulative engagement at one instant; absent is not zero.";
  static constexpr auto rows = table<T>(row("shares", &T::shares, "Reshares, boosts, reposts."),
                                        row("likes", &T::likes, "Likes, favourites, up-votes."),
                                        row("replies", &T::replies, "Replies and comments."),
                                        row("quotes", &T::quotes, "Quotes with own text."),
                                        row("views", &T::views, "Times shown."));
};

template <>
struct Fields<Mention> {
  using T = Mention;
  static constexpr std::string_view type = "Mention", doc = "One public post, review or article.";
  static constexpr auto rows = table<T>(
      row("id", &T::id, "Stable over edits: <kind>:<origin>:<source_id>.", Need::key),
      row("source_id", &T::source_id, "The platform's own id: a guid, a status id, an at:// uri."),
      row("kind", &T::kind, "The kind of feed it came from, for example rss or mastodon."),
      row("feed", &T::feed, "The configured source it came through."),
      row("url", &T::url, "Where a person can read it."), row("title", &T::title, "Plain text."),
      row("text", &T::text, "Plain text: tags stripped, entities decoded, valid UTF-8.",
          Need::required),
      row("lang", &T::lang, "BCP 47, as the source says; absent is unknown."),
      row("posted_at", &T::posted_at, "When it was posted, UTC."),
      row("seen_at", &T::seen_at, "When quince first saw it, UTC."),
      row("author", &T::author, "Who wrote it."),
      row("reply_to", &T::reply_to, "source_id of the post it answers."),
      row("thread", &T::thread, "source_id of the root of its conversation."),
      row("counts", &T::counts, "The first counts seen."),
      row("media", &T::media, "How many pictures and videos are attached."),
      row("rating", &T::rating, "Stars, 1 to 5."),
      row("place", &T::place, "Where it was written, as the source says."),
      row("facets", &T::facets, "Product, version, route … as the source says."),
      row("revision", &T::revision,
          "0 for the first form, then one more for each edit or deletion.", Need::key),
      row("deleted", &T::deleted, "True for the revision that says it was deleted."));
};

template <>
struct Fields<Reading> {
  using T = Reading;
  static constexpr std::string_view type = "Reading",
                                    doc = "Cumulative counts of one mention at one instant.";
  static constexpr auto rows = table<T>(
      row("mention", &T::mention, "Id of the mention.", Need::key),
      row("at", &T::at, "The instant, UTC.", Need::key), row("counts", &T::counts, "The counts."),
      row("deleted", &T::deleted, "True if the mention was gone."));
};

template <>
struct Fields<Event> {
  using T = Event;
  static constexpr std::string_view type = "Event",
                                    doc = "A moment of truth that is no post, or a change.";
  static constexpr auto rows =
      table<T>(row("id", &T::id, "Stable id.", Need::key),
               row("event", &T::kind, "What happened.", Need::required),
               row("brand", &T::brand, "The brand it concerns."),
               row("customer", &T::customer, "Author id of the customer; absent for a change."),
               row("at", &T::at, "When it happened, UTC.", Need::required),
               row("text", &T::text, "What was said, where something was."),
               row("facets", &T::facets, "Product, version, amount and the like."));
};

template <>
struct Fields<Span> {
  using T = Span;
  static constexpr std::string_view type = "Span",
                                    doc = "Half-open byte offsets, widened to whole characters.";
  static constexpr auto rows = table<T>(row("in", &T::in, "text or title.", Need::required),
                                        row("b", &T::b, "First byte.", Need::required),
                                        row("e", &T::e, "One past the last byte.", Need::required));
};

template <>
struct Fields<Signal> {
  using T = Signal;
  static constexpr std::string_view type = "Signal", doc = "One rule that fired.";
  static constexpr auto rows = table<T>(row("rule", &T::rule, "Id of the rule.", Need::required),
                                        row("weight", &T::weight, "What it added, in log-odds."),
                                        row("spans", &T::spans, "The exact words."));
};

template <>
struct Fields<Spread> {
  using T = Spread;
  static constexpr std::string_view type = "Spread", doc = "How many people will pass it on.";
  static constexpr auto rows =
      table<T>(row("median", &T::median, "Median of the final number of reshares."),
               row("low", &T::low, "Lower end of the 80 % interval."),
               row("high", &T::high, "Upper end of the 80 % interval."),
               row("p15", &T::p15, "Probability of at least 15 reshares."));
};

template <>
struct Fields<Assessment> {
  using T = Assessment;
  static constexpr std::string_view type = "Assessment",
                                    doc = "What the matcher says of one mention for one brand.";
  static constexpr auto rows = table<T>(
      row("id", &T::id, "Id of the mention.", Need::key),
      row("revision", &T::revision, "Revision of the mention.", Need::key),
      row("brand", &T::brand, "Key of the brand; absent where none is configured.", Need::key),
      row("lang", &T::lang, "Given or found; und where it cannot honestly be told."),
      row("complaint", &T::complaint, "Calibrated probability that it is a complaint."),
      row("verdict", &T::verdict, "complaint, praise, neutral or uncertain."),
      row("severity", &T::severity,
          "0 none, 1 no explicit reproach, 2 disapproval, 3 accusation, 4 blame or threat."),
      row("severe", &T::severe, "P(severity >= 3)."),
      row("moment", &T::moment, "pain, glory or none."),
      row("truth", &T::truth,
          "zero, first, real, second or ultimate; absent: the text does not say."),
      row("stage", &T::stage, "Stage of the journey; absent: the text does not say."),
      row("hard_moment", &T::hard_moment, "The type of hard moment; absent: none."),
      row("aspects", &T::aspects, "What it is about, sorted."),
      row("facets", &T::facets, "Facets of the mention that rules refined."),
      row("signals", &T::signals, "The rules that fired, strongest first."),
      row("spread", &T::spread, "Cold-start forecast."),
      row("rules", &T::rules, "Digest of the rule packs."),
      row("model", &T::model, "Digest of the weights."),
      row("reasons", &T::reasons, "One sentence each, for people."));
};

template <>
struct Fields<Case> {
  using T = Case;
  static constexpr std::string_view type = "Case", doc = "One customer and one problem.";
  static constexpr auto rows = table<T>(
      row("id", &T::id, "Stable id.", Need::key),
      row("version", &T::version, "Raised by one with every change; the ETag."),
      row("brand", &T::brand, "Key of the brand."),
      row("team", &T::team, "The team whose queue it is in."),
      row("state", &T::state, "new, claimed, contacted, waiting, settled, dismissed or merged."),
      row("outcome", &T::outcome, "momentum or decepcion once settled."),
      row("author", &T::author, "Author id of the customer."),
      row("author_handle", &T::author_handle,
          "The handle when last seen, or the display name where there is none."),
      row("followers", &T::followers, "Followers when last seen; absent is unknown."),
      row("standing", &T::standing,
          "vip: on the brand's list; large: heard by many; absent: neither."),
      row("lang", &T::lang, "Language of the opening post."),
      row("summary", &T::summary, "Title or first words of the opening post."),
      row("url", &T::url, "Where the opening post can be read."),
      row("complaint", &T::complaint, "The highest complaint probability among its mentions."),
      row("severity", &T::severity, "The highest severity among its mentions."),
      row("severe", &T::severe, "The highest P(severity >= 3) among its mentions."),
      row("moment", &T::moment, "pain, or glory once the customer's words show recovery."),
      row("truth", &T::truth, "Moment-of-truth class of the opening post."),
      row("stage", &T::stage, "Stage of the journey."),
      row("hard_moment", &T::hard_moment, "The type of hard moment; absent: none."),
      row("aspects", &T::aspects, "What it is about, sorted."),
      row("mentions", &T::mentions,
          "Ids of its mentions: the first, and the last 99, in the order they arrived."),
      row("spread", &T::spread, "The current forecast of its most spreading mention."),
      row("passed_on", &T::passed_on, "Reshares seen so far; absent is unknown."),
      row("priority", &T::priority, "0 to 1000, higher first."),
      row("critical", &T::critical,
          "Severity 4, or p15 over the brand's threshold, or part of a storm."),
      row("why_critical", &T::why_critical, "Which of these."),
      row("storm", &T::storm, "Id of its storm; absent: none."),
      row("assignee", &T::assignee, "Who has it; absent: nobody."),
      row("recovery", &T::recovery, "Id of the later mention that shows recovery; absent: none."),
      row("posted_at", &T::posted_at, "When the opening post was posted."),
      row("opened_at", &T::opened_at, "When quince opened the case."),
      row("updated_at", &T::updated_at, "UTC."),
      row("due_at", &T::due_at, "When the first answer is due."),
      row("lease_until", &T::lease_until, "Until when the claim holds."),
      row("claimed_at", &T::claimed_at, "When it was first claimed."),
      row("settled_at", &T::settled_at, "When it was settled."));
};

template <>
struct Fields<Storm> {
  using T = Storm;
  static constexpr std::string_view type = "Storm", doc = "Many cases with one likely cause.";
  static constexpr auto rows =
      table<T>(row("id", &T::id, "Stable id.", Need::key),
               row("version", &T::version, "Raised by one with every change."),
               row("brand", &T::brand, "Key of the brand."),
               row("aspect", &T::aspect, "What the cases have in common."),
               row("case_count", &T::case_count, "How many cases name it as theirs."),
               row("opened_at", &T::opened_at, "UTC."), row("updated_at", &T::updated_at, "UTC."),
               row("closed_at", &T::closed_at, "Absent: still blowing."));
};

template <>
struct Fields<Watch> {
  using T = Watch;
  static constexpr std::string_view type = "Watch", doc = "A mention and its next re-read.";
  static constexpr auto rows =
      table<T>(row("mention", &T::mention, "Id of the mention.", Need::key),
               row("kind", &T::kind, "Kind of feed."), row("feed", &T::feed, "The source."),
               row("source_id", &T::source_id, "The platform's own id."),
               row("url", &T::url, "Where it can be read."),
               row("due_at", &T::due_at, "When to read it again, UTC."),
               row("readings", &T::readings, "How many readings were taken."),
               row("missing", &T::missing, "How often in a row it was not there."));
};

template <>
struct Fields<Notice> {
  using T = Notice;
  static constexpr std::string_view type = "Notice",
                                    doc = "What one channel must be told, and why.";
  static constexpr auto rows = table<T>(
      row("id", &T::id, "Idempotency key: the same change told again carries the same id.",
          Need::key),
      row("channel", &T::channel, "Name of the channel.", Need::required),
      row("why", &T::why,
          "opened, worse, storm, overdue, claimed, returned, settled, dismissed or recovered.",
          Need::required),
      row("at", &T::at, "When it was decided, UTC.", Need::required),
      row("brand", &T::brand, "Key of the brand."), row("team", &T::team, "The team."),
      row("case_id", &T::case_id, "Id of the case."),
      row("case_version", &T::case_version, "Version of the case that it tells of."),
      row("state", &T::state, "State of the case."),
      row("critical", &T::critical, "Whether the case is critical."),
      row("priority", &T::priority, "0 to 1000."), row("severity", &T::severity, "0 to 4."),
      row("complaint", &T::complaint, "Calibrated probability."),
      row("spread", &T::spread, "The current forecast."),
      row("lang", &T::lang, "Language of the customer."),
      row("title", &T::title, "One line: who and what."),
      row("text", &T::text, "The customer's words, cut to 600 bytes."),
      row("author_handle", &T::author_handle, "The customer's handle."),
      row("followers", &T::followers, "Absent is unknown."),
      row("standing", &T::standing, "vip or large; absent: neither."),
      row("mention", &T::mention, "Id of the mention that it quotes; absent: none."),
      row("url", &T::url, "Of the post."),
      row("case_url", &T::case_url, "Of the case on the desk."),
      row("storm", &T::storm, "Id of its storm."),
      row("actor", &T::actor, "Who acted; absent: quince."),
      row("aspects", &T::aspects, "What it is about."),
      row("evidence", &T::evidence, "Rule, weight and exact words, strongest first."),
      row("reasons", &T::reasons, "Why this is told, one sentence each."));
};

template <>
struct Fields<Delivery> {
  using T = Delivery;
  static constexpr std::string_view type = "Delivery", doc = "What became of a notice.";
  static constexpr auto rows =
      table<T>(row("notice", &T::notice, "Id of the notice.", Need::key),
               row("channel", &T::channel, "Name of the channel."),
               row("state", &T::state, "queued, sent, retry or gave_up."),
               row("reason", &T::reason, "Why it was not sent; absent: none."),
               row("attempts", &T::attempts, "Attempts made."),
               row("next_at", &T::next_at, "When to try again, UTC."),
               row("done_at", &T::done_at, "When it was sent or given up."),
               row("detail", &T::detail, "An excerpt of the answer, without secrets."));
};

template <>
struct Fields<Cursor> {
  using T = Cursor;
  static constexpr std::string_view type = "Cursor",
                                    doc = "Where the reading of one target stands.";
  static constexpr auto rows = table<T>(
      row("target", &T::target, "Name of the target.", Need::key),
      row("address", &T::address, "Digest of what the name stood for."),
      row("etag", &T::etag, "Validator of the last document that could be parsed."),
      row("last_modified", &T::last_modified, "Likewise."),
      row("position", &T::position, "The kind's own: a status id, a byte offset."),
      row("next_at", &T::next_at, "Not before this, UTC."),
      row("last_success_at", &T::last_success_at, "Absent: never."),
      row("failures", &T::failures, "In a row."),
      row("last_error", &T::last_error, "Absent after a success."),
      row("failing_since", &T::failing_since,
          "First of the failures with the same status in a row."),
      row("rest_s", &T::rest_s, "For how many seconds the document asks to be left alone."),
      row("status", &T::status, "HTTP status of the last answer; 0: none came."),
      row("usual_status", &T::usual_status, "Status that it answered with before; 0: none yet."),
      row("last_fresh_at", &T::last_fresh_at, "When something new came last."),
      row("fresh_gap_s", &T::fresh_gap_s,
          "Longest usual pause between new things, in seconds; 0: not known."),
      row("incomplete", &T::incomplete, "Documents in a row without needed fields."),
      row("unchanged_since", &T::unchanged_since, "First of the answers without change in a row."),
      row("moved_to", &T::moved_to, "Where a permanent redirect leads."),
      row("moved_since", &T::moved_since, "Since when it does."),
      row("budget_left", &T::budget_left, "Requests that the platform still allows."),
      row("budget_until", &T::budget_until, "When that count starts anew."));
};

template <>
struct Fields<Subscription> {
  using T = Subscription;
  static constexpr std::string_view type = "Subscription",
                                    doc = "A feed that brings its news by itself (WebSub).";
  static constexpr auto rows =
      table<T>(row("target", &T::target, "Name of the target.", Need::key),
               row("hub", &T::hub, "Who was asked."),
               row("topic", &T::topic, "The feed's address for itself."),
               row("path", &T::path, "Last part of the callback's address."),
               row("secret", &T::secret, "Key of the deliveries' signatures."),
               row("state", &T::state, "asked, active or denied."),
               row("asked_at", &T::asked_at, "When the hub was asked last, UTC."),
               row("lease_until", &T::lease_until, "Until when it holds, UTC."));
};

template <>
struct Fields<JournalEntry> {
  using T = JournalEntry;
  static constexpr std::string_view type = "JournalEntry", doc = "One row of the journal.";
  static constexpr auto rows = table<T>(
      row("seq", &T::seq, "1, 2, 3 … without gaps.", Need::key),
      row("at", &T::at, "UTC.", Need::required), row("actor", &T::actor, "quince, or who acted."),
      row("action", &T::action, "For example case.opened."),
      row("subject", &T::subject, "Id of the case, storm or notice."),
      row("mention", &T::mention, "Id of the mention that caused it."),
      row("text_hmac", &T::text_hmac, "Hex HMAC-SHA256 of the mention's text."),
      row("detail", &T::detail, "JSON of ids, numbers and decisions."),
      row("prev", &T::prev, "Hash of the entry before."),
      row("hash", &T::hash, "Hex SHA-256 over all of the above."));
};

}  // namespace quince
