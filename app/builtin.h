// What is built into the program: the rule packs, the model, the commented configuration and the
// demo's day.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "matcher/assessor.h"
#include "matcher/model.h"

namespace quince {

std::vector<PackFile> builtin_packs();
std::string_view builtin_config();
std::string_view builtin_day();

// The packs of `dir`, or the built-in ones where it is empty.
Result<std::vector<PackFile>> packs_from(const std::string& dir);

// The model that `quince train` wrote into `dir`; the built-in one where it is empty; nullptr for
// "none": the packs decide alone.
Result<std::shared_ptr<const Model>> model_from(const std::string& dir);

}  // namespace quince
