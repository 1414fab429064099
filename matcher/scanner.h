// The first half of a post's way: fold and scan. Up to 64 posts are folded behind each other, a
// byte between them that no text holds, and scanned in one call; a hit's post is found by its
// offset. Regular expressions could match across that byte, so the joined text only shows which
// texts to scan for them one by one. Each hit that stands on word boundaries is kept, by post; one
// in a respelled text (respell.h), which is scanned along, as a hit in the text as it was written.
// Bounds: 64 KiB of a text and of a title are judged, the rest is not read, so a batch is at most
// 8 MiB, and twice that where all of it is respelled.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/mention.h"
#include "matcher/fold.h"
#include "matcher/respell.h"
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
  std::string_view respelled;  // empty where nothing is
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
  // A stretch of the joined text: a slice as it was written, or respelled.
  struct Stretch {
    std::uint32_t begin = 0;
    std::uint32_t slice = 0;
    bool is_respelled = false;
  };

  void fold_all(std::span<const Mention> mentions, Batch& batch);
  void respell_all(Batch& batch);
  void view_all(Batch& batch) const;
  std::string_view text_of(const Batch& batch, std::size_t stretch) const;
  std::size_t stretch_at(std::uint32_t place, std::size_t near) const;
  void scan_literals(const Batch& batch);
  void scan_regexes(const Batch& batch);
  void find_stretches_with_regexes(const Batch& batch);
  void keep(std::size_t stretch, Hit hit);
  void sort_hits(Batch& batch) const;

  const Rules& rules_;
  Scratch scratch_;
  std::vector<RawHit> raw_;
  std::vector<Hit> found_;
  std::vector<Stretch> stretches_;    // in the order of the joined text
  std::vector<char> may_hold_regex_;  // of each stretch
  std::array<Respelling, 2 * batch_posts_max> respellings_;
  std::string respelled_;  // until it joins the rest
};

}  // namespace quince
