// Rhonabwy (on GnuTLS): its keys are imported once, a jwe_t is made for each token.
#include <rhonabwy.h>

#include "jwe_material.h"

namespace signet::bench {
namespace {

struct FreeJwe {
  void operator()(jwe_t* token) const noexcept { r_jwe_free(token); }
};
using JwePtr = std::unique_ptr<jwe_t, FreeJwe>;
using JwkPtr = std::shared_ptr<jwk_t>;

JwkPtr import(const std::string& json) {
  jwk_t* key = nullptr;
  if (r_jwk_init(&key) != RHN_OK) give_up("r_jwk_init");
  JwkPtr owner(key, r_jwk_free);
  if (r_jwk_import_from_json_str(key, json.c_str()) != RHN_OK) give_up("rhonabwy does not read the key");
  return owner;
}

JwePtr new_jwe() {
  jwe_t* token = nullptr;
  return JwePtr(r_jwe_init(&token) == RHN_OK ? token : nullptr);
}

}  // namespace

void add_jwe_rhonabwy(std::vector<Entry>& decrypting, std::vector<Entry>& encrypting, const JweMaterial& material) {
  static const int started = r_global_init();
  if (started != RHN_OK) give_up("rhonabwy does not start");
  const jwa_alg alg = r_str_to_jwa_alg(material.alg.c_str());
  const JwkPtr private_key = import(material.private_jwk);
  const JwkPtr public_key = import(material.public_jwk);
  decrypting.push_back({"rhonabwy", [&material, private_key] {
                          const JwePtr jwe = new_jwe();
                          std::size_t size = 0;
                          return jwe &&
                                 r_jwe_advanced_parse(jwe.get(), material.token.c_str(), R_PARSE_NONE, 0) == RHN_OK &&
                                 r_jwe_decrypt(jwe.get(), private_key.get(), 0) == RHN_OK &&
                                 r_jwe_get_payload(jwe.get(), &size) != nullptr && size == material.payload.size();
                        }});
  encrypting.push_back(
      {"rhonabwy", [&material, public_key, alg] {
         const JwePtr jwe = new_jwe();
         const auto* text = reinterpret_cast<const unsigned char*>(material.payload.data());
         if (!jwe || r_jwe_set_payload(jwe.get(), text, material.payload.size()) != RHN_OK) return false;
         if (r_jwe_set_alg(jwe.get(), alg) != RHN_OK || r_jwe_set_enc(jwe.get(), R_JWA_ENC_A256GCM) != RHN_OK)
           return false;
         const std::unique_ptr<char, decltype(&r_free)> made(r_jwe_serialize(jwe.get(), public_key.get(), 0), &r_free);
         return made != nullptr;
       }});
}

}  // namespace signet::bench
