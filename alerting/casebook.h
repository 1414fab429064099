// The casebook turns assessments, readings and actions into cases in the store. Every call here is
// a part of one store job: it reads what the past holds, asks the pure rules (case_rules.h) for a
// Change, and writes the cases, the journal and the notices together. Called on the store's thread
// only.
#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "alerting/case_rules.h"
#include "alerting/channel.h"
#include "core/event.h"
#include "io/store.h"

namespace quince {

// What a call changed, for whoever shows it live.
struct Changed {
  std::vector<Case> cases;
  std::vector<Storm> storms;
  std::vector<JournalEntry> entries;  // with their seq
  std::vector<Notice> notices;
};

class Casebook {
 public:
  static std::string schema();

  // `policies` by brand key; `channels` decide who is told; mentions of `watched_kinds` can be read
  // again, so those in a case are watched. All constant from here on.
  Casebook(std::map<std::string, CasePolicy> policies, std::vector<Channel> channels,
           std::string desk_url, std::set<std::string> watched_kinds = {});

  Result<> take_mention(Database& db, const Mention& mention,
                        const std::vector<Assessment>& assessments, Time now,
                        Changed& changed) const;
  Result<> take_reading(Database& db, const Reading& reading, Time now, Changed& changed) const;
  // Kept, with an entry in the journal.
  Result<> take_event(Database& db, const Event& event, Time now, Changed& changed) const;
  // Code::not_found, or Code::conflict with the text of case_rules' act().
  Result<Case> take_action(Database& db, const std::string& case_id, const Action& action, Time now,
                           Changed& changed) const;
  // Leases that ended, cases that are overdue, storms that blew out.
  Result<> take_time(Database& db, Time now, Changed& changed) const;

 private:
  const CasePolicy& policy_of(const std::string& brand) const;
  Result<Known> known_of(Database& db, const CasePolicy& policy, const Mention& mention,
                         const Assessment& assessment, Time now) const;
  Result<> take_deletion(Database& db, const std::string& mention, Time now,
                         Changed& changed) const;
  // Begins to watch a mention that is in a case, or says when to read it next.
  Result<> watch(Database& db, const Mention& mention, Time now) const;
  Result<> write(Database& db, Change change, const std::string& text_hmac, Time now,
                 Changed& changed) const;
  Result<> tell(Database& db, const Case& c, const Tell& what, const std::string& mention,
                const std::string& actor, Time now, Changed& changed) const;

  std::map<std::string, CasePolicy> policies_;
  std::vector<Channel> channels_;
  std::string desk_url_;
  std::set<std::string> watched_kinds_;
};

}  // namespace quince
