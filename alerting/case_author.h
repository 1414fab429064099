// Who a case belongs to: the author's id, else the handle; with its site in front ("forum.example
// 17") where it does not name its place by itself, so that two people who are called the same on
// two sites stay two. A post without either stands for itself. Pure.
#pragma once
#include <string>

#include "core/mention.h"

namespace quince {

std::string author_of(const Mention& mention);

}  // namespace quince
