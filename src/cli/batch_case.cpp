#include "cli/batch_case.h"

#include <chrono>
#include <cstdint>
#include <vector>

#include "cli/keys.h"
#include "cli/when.h"
#include "try.h"

namespace signet::cli {

Result<json::Value> member_of(const json::Value& line, std::string_view name) {
  if (const auto value = line.find(name)) return *value;
  return fail(Errc::malformed_case, name);
}

Result<std::string_view> token_of(const json::Value& line) {
  SIGNET_TRY(const json::Value token, member_of(line, "token"));
  if (token.is_object()) return fail(Errc::malformed_token, "token");
  if (const auto text = token.string()) return *text;
  return fail(Errc::malformed_case, "token");
}

Result<Timestamp> now_of(const json::Value& line) {
  constexpr std::int64_t kLatest = 253'402'300'799;  // the end of the year 9999
  const auto given = line.find("now");
  if (!given || given->is_null()) return wall_clock();
  const auto number = given->integer();
  if (!number || *number < 0 || *number > kLatest) return fail(Errc::malformed_case, "now");
  return Timestamp(std::chrono::seconds(*number));
}

Result<AlgorithmSet> algorithms_of(const json::Value& line) {
  SIGNET_TRY(const json::Value algs, member_of(line, "algs"));
  if (!algs.is_array()) return fail(Errc::malformed_case, "algs");
  std::vector<std::string_view> names;
  for (const json::Value name : algs.elements()) {
    if (!name.is_string()) return fail(Errc::malformed_case, "algs");
    names.push_back(*name.string());
  }
  if (names.empty()) return fail(Errc::alg_undecided, "algs");
  return AlgorithmSet::of(names);
}

Result<JwkSet> keys_of(const json::Value& key) {
  if (!key.is_object()) return fail(Errc::malformed_case, "key");
  SIGNET_TRY(const KeyFile file, parse_keys(key));
  return verification_set(file.entries);
}

}  // namespace signet::cli
