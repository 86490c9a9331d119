// Decrypting each serialization: RFC 7516 section 7.
#include "jose/json_form.h"
#include "jose/jwe_form.h"
#include "jose/jwe_open.h"
#include "signet/jwe.h"
#include "try.h"

namespace signet::jwe {
namespace {

using Read = Result<jose::JweForm> (*)(const json::Value&);

Result<Decrypted> decrypt_json(std::string_view json, const DecryptionKeySource& keys, const Policy& policy,
                               Read read) {
  SIGNET_CHECK(check_policy(policy));
  SIGNET_TRY(const json::Document object, jose::parse_json_form(json, policy.max_size));
  SIGNET_TRY(const jose::JweForm form, read(object.root()));
  return open(form, keys, policy);
}

}  // namespace

Result<Decrypted> decrypt_compact(std::string_view token, const DecryptionKeySource& keys, const Policy& policy) {
  SIGNET_CHECK(check_policy(policy));
  SIGNET_TRY(const jose::JweForm form, jose::split_jwe(token, policy.max_size));
  return open(form, keys, policy);
}

Result<Decrypted> decrypt_flattened(std::string_view json, const DecryptionKeySource& keys, const Policy& policy) {
  return decrypt_json(json, keys, policy, jose::read_flattened_jwe);
}

Result<Decrypted> decrypt_general(std::string_view json, const DecryptionKeySource& keys, const Policy& policy) {
  return decrypt_json(json, keys, policy, jose::read_general_jwe);
}

}  // namespace signet::jwe
