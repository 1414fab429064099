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

// jsonl.cpp: one Mention a line; read from a file by collectors/jsonl.h.
Result<Parsed> parse_jsonl(const Target& target, const Document& document);

}  // namespace quince
