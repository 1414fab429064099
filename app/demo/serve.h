// What the scripted day's three sites answer at an instant: the forum an RSS 2.0 feed, the review
// site a JSON Feed 1.1, the instance Mastodon's API v1. Pure: the same day and instant give the
// same bytes, so an answer that did not change keeps its ETag. A post is in exactly one of the
// three, from its time on; a deleted one vanishes, an edited one shows its new text. All texts are
// written as text: nothing a post says becomes markup. Formats: RSS 2.0 (rssboard.org) with Dublin
// Core's creator, JSON Feed 1.1 (jsonfeed.org), Mastodon's Status entity.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "app/demo/day.h"

namespace quince {

std::string rss_at(const Day& day, Time now);  // newest first
std::string jsonfeed_at(const Day& day,
                        Time now);  // newest first; the stars stand before the title

// GET /api/v1/timelines/tag/<hashtag>: newest first, at most `limit` (1 to 40) statuses. With
// `min_id` the page holds those immediately newer than it, so a reader who goes on from the page's
// first id misses nothing. Empty: none.
std::string mastodon_tag_at(const Day& day, Time now, std::string_view min_id, int limit);

// GET /api/v1/statuses?id[]=…: the statuses of these ids that are out, in the order of the day; the
// others are left out.
std::string mastodon_statuses_at(const Day& day, Time now, const std::vector<std::string>& ids);

// The instance's id of a post: decimal, growing with time, as Mastodon's own (milliseconds above 16
// bits of sequence).
std::string status_id(const Day& day, const Post& post);

}  // namespace quince
