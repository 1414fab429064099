// Any bytes as a configuration file: faults with a place, or a config that can be described; never
// a crash, never the secret in a fault.
#include <cstdint>
#include <cstdlib>

#include "config/config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace quince;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Surroundings around = {{{"QUINCE_LOG_LEVEL", "debug"}},
                               [](const std::string& path) -> Result<SecretFile> {
                                 if (path.size() % 2 == 0)
                                   return fail(Code::not_found, "No such file or directory");
                                 return SecretFile{"https://hooks.example/s3cret-of-the-file",
                                                   false};
                               },
                               [](const std::string& zone) { return zone.size() < 20; },
                               false};
  const auto read = read_config(text, "fuzz.yaml", around);
  if (read) {
    if (describe(read->config).empty()) std::abort();
    return 0;
  }
  if (read.error().empty()) std::abort();
  const bool is_in_the_text = text.find("s3cret") != text.npos;
  for (const Fault& fault : read.error()) {
    if (fault.what.empty()) std::abort();
    const bool told = to_string(fault).find("s3cret") != std::string::npos;
    if (told && !is_in_the_text) std::abort();
  }
  return 0;
}
