// Who a case belongs to: the author's id, else the handle; with its site in front ("forum.example
// 17") where it does not name its place by itself, so that two people who are called the same on
// two sites stay two. A post without either stands for itself. Pure.
#pragma once
#include <span>
#include <string>

#include "core/case.h"
#include "core/mention.h"

namespace quince {

std::string author_of(const Mention& mention);

// `vips` are ids or handles, with or without "@", in whatever case; from `large` followers on an
// account is a large one.
Standing standing_of(std::span<const std::string> vips, std::int64_t large, const Author& author);

}  // namespace quince
