#include "cli/context.h"

#include <algorithm>
#include <cstdint>

#include "cli/profile_choice.h"
#include "cli/text.h"
#include "signet/jwt.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::int64_t kLongestAge = std::int64_t{100} * 365 * 86'400;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

}  // namespace

Outcome<> KnownContext::take(Invocation& run, const ContextRow& row) {
  if (const auto* age = std::get_if<ContextRow::Age>(&row.member)) {
    SIGNET_TRY(context_.*(*age), run.duration(row.flag));
    return {};
  }
  std::vector<std::string> values = run.args.values(row.flag);
  if (row.in_file) {
    SIGNET_TRY(const Secret text, run.read_first_line(row.flag, "value", jwt::kMaxSize));
    values.front() = as_text(text.expose());
  }
  std::visit(Overloaded{[&](ContextRow::Text member) { context_.*member = keep(std::move(values.front())); },
                        [&](ContextRow::Texts member) {
                          for (std::string& value : values) list_.push_back(keep(std::move(value)));
                          context_.*member = list_;
                        },
                        [&](ContextRow::Switch member) { context_.*member = true; }, [](ContextRow::Age) {}},
             row.member);
  return {};
}

Outcome<KnownContext> KnownContext::read(Invocation& run) {
  KnownContext known;
  SIGNET_TRY(const Profiles profiles, chosen_profiles(run.args));
  for (const ContextRow& row : kContextRows) {
    if (!run.args.has(row.flag)) continue;
    if (!compare(profiles, row.name))
      return usage(
          row.flag,
          profiles.empty() ? "nothing looks at this without a profile" : "no profile that is named looks at this",
          "name a profile that does with --profile, or leave it out; signet profiles lists them");
    SIGNET_CHECK(known.take(run, row));
  }
  return known;
}

Result<> KnownContext::take(const ContextRow& row, const json::Value& value) {
  const bool taken = std::visit(Overloaded{[&](ContextRow::Text member) {
                                             context_.*member = value.string();
                                             return value.is_string();
                                           },
                                           [&](ContextRow::Texts member) {
                                             for (const json::Value element : value.elements()) {
                                               if (!element.is_string()) return false;
                                               list_.push_back(*element.string());
                                             }
                                             context_.*member = list_;
                                             return value.size() > 0;
                                           },
                                           [&](ContextRow::Age member) {
                                             const auto age = value.integer();
                                             if (!age || *age < 0 || *age > kLongestAge) return false;
                                             context_.*member = std::chrono::seconds(*age);
                                             return true;
                                           },
                                           [&](ContextRow::Switch member) {
                                             context_.*member = value.boolean().value_or(false);
                                             return value.is_boolean();
                                           }},
                                row.member);
  if (!taken) return fail(Errc::malformed_case, "context");
  return {};
}

Result<KnownContext> KnownContext::read(const json::Value& line) {
  KnownContext known;
  const auto given = line.find("context");
  if (!given) return known;
  if (!given->is_object()) return fail(Errc::malformed_case, "context");
  for (const auto& [name, value] : given->members()) {
    // A name that is not known would be an expectation that nobody looks at.
    const auto* const row = std::ranges::find(kContextRows, name, &ContextRow::name);
    if (row == std::end(kContextRows)) return fail(Errc::malformed_case, "context");
    SIGNET_CHECK(known.take(*row, value));
  }
  return known;
}

const ContextRow* missing_context(const Error& error) noexcept {
  if (error.code != Errc::policy_incomplete) return nullptr;
  const auto* const row = std::ranges::find(kContextRows, error.subject, &ContextRow::name);
  return row == std::end(kContextRows) ? nullptr : row;
}

}  // namespace signet::cli
