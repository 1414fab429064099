#include "alerting/context.h"

namespace quince {
namespace {

constexpr std::string_view by_thread =
    "SELECT cases.brand FROM mentions JOIN case_mentions ON case_mentions.mention = mentions.id "
    "JOIN cases ON cases.id = case_mentions.case_id "
    "WHERE mentions.source_id IN (?1, ?2) AND mentions.source_id <> '' AND mentions.kind = ?3";
constexpr std::string_view by_author =
    "SELECT cases.brand FROM cases JOIN case_mentions ON case_mentions.case_id = cases.id "
    "JOIN mentions ON mentions.id = case_mentions.mention "
    "WHERE cases.author = ?4 AND mentions.kind = ?3 "
    "AND cases.state IN ('new', 'claimed', 'contacted', 'waiting')";

bool has_own_id(const Author& author) {
  return !author.id.empty() && author.id != author.handle && author.id != author.name;
}

}  // namespace

std::string context_schema() {
  return "CREATE INDEX IF NOT EXISTS mentions_source ON mentions (source_id);\n"
         "CREATE INDEX IF NOT EXISTS cases_of_author ON cases (author);\n"
         "CREATE INDEX IF NOT EXISTS case_mentions_case ON case_mentions (case_id);\n";
}

Result<std::vector<std::string>> brands_in_context(Database& db, const Mention& mention) {
  static const std::string sql = std::string(by_thread) + " UNION " + std::string(by_author) +
                                 " ORDER BY 1";  // UNION leaves out repeats
  auto rows = db.prepare(sql);
  if (!rows) return std::unexpected(rows.error());
  const std::string_view author =
      has_own_id(mention.author) ? std::string_view{mention.author.id} : std::string_view{};
  (*rows)->bind(0, std::string_view{mention.reply_to}).bind(1, std::string_view{mention.thread});
  (*rows)->bind(2, std::string_view{mention.kind}).bind(3, author);
  std::vector<std::string> brands;
  while (true) {
    const auto more = (*rows)->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return brands;
    brands.emplace_back((*rows)->text(0));
  }
}

}  // namespace quince
