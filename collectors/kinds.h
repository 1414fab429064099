// The pure functions behind the rows of kinds.cpp; each pair lives in its own file.
#pragma once
#include "collectors/source.h"

namespace quince {

// rss.cpp: any XML feed (RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0); its request serves every plain
// feed document.
HttpRequest request_feed(const Target& target, const Cursor& cursor);
Result<Parsed> parse_rss(const Target& target, const Document& document);

// jsonfeed.cpp: JSON Feed 1.0 and 1.1 (jsonfeed.org).
Result<Parsed> parse_jsonfeed(const Target& target, const Document& document);

// mastodon.cpp: timelines and searches of a Mastodon instance (docs.joinmastodon.org/methods);
// mastodon_reread.cpp: its counts again; mastodon_live.cpp: its stream.
HttpRequest request_mastodon(const Target& target, const Cursor& cursor);
Result<Parsed> parse_mastodon(const Target& target, const Document& document);
Result<Parsed> refused_mastodon(const Target& target, const HttpResponse& response);
extern const Reread mastodon_reread;
extern const Listen mastodon_listen;

// bluesky.cpp: search on Bluesky with an account (docs.bsky.app, lexicon
// app.bsky.feed.searchPosts); its parser reads every answer that holds posts.
HttpRequest request_bluesky(const Target& target, const Cursor& cursor);
Result<Parsed> parse_bluesky(const Target& target, const Document& document);
extern const SignIn bluesky_sign_in;
extern const Reread bluesky_reread;

// jetstream.cpp: all of Bluesky's posts, live (github.com/bluesky-social/jetstream); a document is
// a capture, one frame a line.
Result<Parsed> parse_jetstream(const Target& target, const Document& document);
extern const Listen jetstream_listen;
extern const Reread jetstream_reread;

// csv.cpp: a table with a header; read from a file by collectors/csv.h.
Result<Parsed> parse_csv(const Target& target, const Document& document);

// jsonl.cpp: one record a line; read from a file by collectors/jsonl.h.
Result<Parsed> parse_jsonl(const Target& target, const Document& document);

}  // namespace quince
