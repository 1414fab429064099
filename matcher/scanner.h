// The first half of a post's way: fold and scan. Up to 64 posts are folded behind each other, a
// byte between them that no text holds, and scanned in one call; a hit's post is found by its
// offset. Regular expressions could match across that byte, so the joined text only shows which
// texts to scan for them one by one. Each hit that stands on word boundaries is kept, by post.
// Bounds: 64 KiB of a text and of a title are
// judged, the rest is not read, so a batch is at most 8 MiB.
#pragma once
#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/mention.h"
#include "matcher/fold.h"
#include "matcher/rules.h"

namespace quince {

constexpr std::size_t batch_posts_max = 64;
constexpr std::size_t part_bytes_max = std::size_t{64} << 10;

struct Hit {
  std::uint32_t slice = 0;  // 2 * post + part
  std::uint32_t atom = 0;
  std::uint32_t begin = 0;  // in the slice's folded text
  std::uint32_t end = 0;
  bool is_regex = false;
  auto operator<=>(const Hit&) const = default;
};

// One title or text, folded.
struct Slice {
  std::string_view source;
  std::string_view folded;
  FoldFacts facts;
  FoldMap map;
};

class Batch {
 public:
  std::size_t posts = 0;
  std::array<Slice, 2 * batch_posts_max>
      slices;  // of post i: text at 2 i, title at 2 i + 1, as enum Part counts
  std::string folded;
  std::vector<Hit> hits;  // ordered by slice, then atom, then place
  std::array<std::uint32_t, 2 * batch_posts_max + 1> first_hit{};  // of each slice, in `hits`

  const Slice& slice(std::size_t post, Part part) const {
    return slices[2 * post + static_cast<std::size_t>(part)];
  }
  std::span<const Hit> hits_of(std::size_t post) const;
};

class Scanner {  // one a thread
 public:
  explicit Scanner(const Rules& rules);

  // Fills `batch` from at most 64 mentions; it refers to their texts afterwards.
  void scan(std::span<const Mention> mentions, Batch& batch);

 private:
  void fold_all(std::span<const Mention> mentions, Batch& batch);
  std::uint32_t slice_at(std::uint32_t place, std::uint32_t near) const;
  void scan_literals(const Batch& batch);
  void scan_regexes(const Batch& batch);
  std::bitset<2 * batch_posts_max> may_hold_regex(const Batch& batch);
  void sort_hits(Batch& batch) const;

  const Rules& rules_;
  Scratch scratch_;
  std::vector<RawHit> raw_;
  std::vector<Hit> found_;
  std::array<std::uint32_t, 2 * batch_posts_max + 1> begins_{};  // of the slices in the joined text
};

}  // namespace quince
