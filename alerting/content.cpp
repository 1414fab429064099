#include "alerting/content.h"

#include "io/crypto.h"
#include "io/store_fields.h"

namespace quince {

std::string content_schema() {
  return schema_sql<Mention>("mentions") + schema_sql<Assessment>("assessments") +
         "CREATE TABLE IF NOT EXISTS text_keys (id TEXT, revision INTEGER, key TEXT NOT NULL, "
         "PRIMARY KEY (id, revision)) "
         "STRICT;\n";
}

Result<std::string> put_content(Database& db, const Mention& mention,
                                const std::vector<Assessment>& assessments) {
  if (auto put = put_row(db, "mentions", mention); !put) return std::unexpected(put.error());
  for (const Assessment& assessment : assessments)
    if (auto put = put_row(db, "assessments", assessment); !put)
      return std::unexpected(put.error());
  const std::string key = random_bytes(32);
  auto insert = db.prepare("INSERT OR REPLACE INTO text_keys (id, revision, key) VALUES (?, ?, ?)");
  if (!insert) return std::unexpected(insert.error());
  const std::string hex_key = to_hex(key);
  auto put = (*insert)
                 ->bind(0, std::string_view{mention.id})
                 .bind(1, mention.revision)
                 .bind(2, std::string_view{hex_key})
                 .run();
  if (!put) return std::unexpected(put.error());
  return to_hex(hmac_sha256(key, mention.title + '\n' + mention.text));
}

Result<> erase_content(Database& db, const std::string& mention_id) {
  for (const char* sql : {"DELETE FROM text_keys WHERE id = ?",
                          "UPDATE mentions SET title = '', text = '', deleted = 1 WHERE id = ?",
                          "DELETE FROM assessments WHERE id = ?"}) {
    auto statement = db.prepare(sql);
    if (!statement) return std::unexpected(statement.error());
    if (auto run = (*statement)->bind(0, std::string_view{mention_id}).run(); !run) return run;
  }
  return {};
}

Result<std::optional<Content>> find_content(Database& db, const std::string& mention_id,
                                            const std::string& brand) {
  auto mention = select_one<Mention>(db, "mentions WHERE id = ? ORDER BY revision DESC LIMIT 1",
                                     std::string_view{mention_id});
  if (!mention) return std::unexpected(mention.error());
  if (!*mention) return std::optional<Content>{};
  auto assessment = select_one<Assessment>(
      db, "assessments WHERE id = ? AND brand = ? ORDER BY revision DESC LIMIT 1",
      std::string_view{mention_id}, std::string_view{brand});
  if (!assessment) return std::unexpected(assessment.error());
  return std::optional<Content>{{std::move(**mention), std::move(*assessment)}};
}

}  // namespace quince
