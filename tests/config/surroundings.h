// The world that the configuration sees in tests: secrets, variables and time zones.
#pragma once
#include <map>
#include <string>

#include "config/config.h"

namespace quince {

inline constexpr std::string_view key = "whsec_cXVpbmNlLXRlc3Qta2V5LW9mLTI5LWJ5dGVzISE=";

// The secrets of a world in which every file has its own answer.
inline Result<SecretFile> stub_secret(const std::string& path) {
  const auto is = [&](std::string_view part) { return path.find(part) != path.npos; };
  if (is("absent")) return fail(Code::not_found, "No such file or directory");
  if (is("empty")) return SecretFile{" \n", false};
  if (is("open")) return SecretFile{std::string(key) + '\n', true};
  if (is("old-teams")) return SecretFile{"https://demo.webhook.office.com/webhookb2/s3cret", false};
  if (is("redis")) return SecretFile{"redis://:s3cret@cache:6379\n", false};
  if (is("url")) return SecretFile{"https://hooks.example/s3cret\n", false};
  if (is("bad")) return SecretFile{"s3cret", false};
  if (is("key")) return SecretFile{std::string(key) + '\n', false};
  return SecretFile{"s3cret-token", false};
}

inline Surroundings surroundings(std::map<std::string, std::string> environment = {}) {
  return {std::move(environment), stub_secret,
          [](const std::string& zone) { return zone == "UTC" || zone == "Europe/Madrid"; }, false};
}

}  // namespace quince
