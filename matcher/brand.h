// How a post is tied to a brand: a term in its text or title, or a feed that belongs to the brand.
// The brand's own accounts make promises and replies; their posts are never complaints.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace quince {

struct Brand {
  std::string key;   // short, in ids and stream names: [a-z0-9-]+
  std::string name;  // as people read it
  std::vector<std::string>
      terms;  // words and phrases, "@handle" and "#tag" too; folded before matching
  std::vector<std::string> not_terms;   // phrases that mean something else ("membrillo con queso")
  std::vector<std::string> accounts;    // author ids or handles of the brand's own accounts
  std::vector<std::string> vips;        // author ids or handles of people whose cases come first
  std::vector<std::string> feeds;       // sources whose every post concerns the brand
  std::string timezone = "UTC";         // IANA name; cuts its days
  std::string team = "care";            // whose queue its cases go to
  double p15_critical = 0.3;            // a case whose P(>= 15) is over this is critical
  std::int64_t answer_within_min = 60;  // minutes until the first answer is due
  std::int64_t large_account_followers = 50'000;  // from so many on an account is a large one
};

}  // namespace quince
