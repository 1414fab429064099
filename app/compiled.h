// Rule packs, compiled for a command; what is wrong is told on standard error, and the error is the
// command's exit status.
#pragma once
#include <expected>
#include <memory>
#include <string>

#include "core/error.h"
#include "matcher/rules.h"

namespace quince {

template <class T>
using Told = std::expected<T, int>;

std::unexpected<int> told(const Error& error);

// The packs of `dir`, or the built-in ones where it is empty; from the user's cache where they were
// compiled before.
Told<std::shared_ptr<const Rules>> rules_from(const std::string& dir);

}  // namespace quince
