// Encryption: Signet beside the sum of its raw parts, rhonabwy and npm jose, in turns.
#include <cstdio>

#include "jwe_material.h"
#include "signet/jwe.h"
#include "signet/jwk_set.h"

namespace signet::bench {
namespace {

jwe::Policy policy_for(const JweMaterial& material) {
  const std::string_view alg = material.alg;
  return {.algorithms = need(KeyManagementSet::of({&alg, 1}), alg),
          .encryptions = need(ContentEncryptionSet::of({&kJweEnc, 1}), kJweEnc)};
}

}  // namespace

JweMaterial make_jwe_material(const JweCase& wanted) {
  const bool direct = wanted.alg == "dir";
  JweMaterial made{
      .alg = std::string(wanted.alg),
      .key = need(Key::generate({.alg = wanted.alg, .crv = wanted.crv, .enc = direct ? kJweEnc : std::string_view()}),
                  wanted.alg)};
  made.payload = make_material("HS256").payload;
  const auto row = find_key_management_algorithm(wanted.alg);
  const auto to = need(made.key.prepare_encryption(*row), wanted.alg);
  made.token = need(jwe::encrypt_compact(as_bytes(made.payload), {.key = to.get()}, *find_content_encryption(kJweEnc)),
                    wanted.alg);
  const Secret private_jwk = need(made.key.to_private_jwk(), "private JWK");
  made.private_jwk = as_text(private_jwk.expose());
  made.public_jwk = made.key.is_symmetric() ? made.private_jwk : need(made.key.to_public_jwk(), "public JWK");
  return made;
}

void add_jwe_signet(std::vector<Entry>& decrypting, std::vector<Entry>& encrypting, const JweMaterial& material) {
  const auto keys = std::make_shared<const JwkSet>(JwkSet::of({&material.key, 1}));
  const auto policy = std::make_shared<const jwe::Policy>(policy_for(material));
  decrypting.push_back({"signet", [&material, keys, policy] {
                          const auto opened = jwe::decrypt_compact(material.token, *keys, *policy);
                          return opened && opened->plaintext().size() == material.payload.size();
                        }});
  const auto to = need(material.key.prepare_encryption(*find_key_management_algorithm(material.alg)), material.alg);
  encrypting.push_back({"signet", [&material, to] {
                          return jwe::encrypt_compact(as_bytes(material.payload), {.key = to.get()},
                                                      *find_content_encryption(kJweEnc))
                              .has_value();
                        }});
}

std::vector<Row> race_jwe(const Plan& plan) {
  std::vector<Row> rows;
  for (const JweCase& wanted : kJweCases) {
    const JweMaterial material = make_jwe_material(wanted);
    std::vector<Entry> decrypting;
    std::vector<Entry> encrypting;
    add_jwe_signet(decrypting, encrypting, material);
    add_jwe_libcrypto(decrypting, encrypting, material);
    add_jwe_rhonabwy(decrypting, encrypting, material);
    add_jwe_node(decrypting, encrypting, material);
    // Nobody is timed whose jobs do not work once.
    for (const std::vector<Entry>* jobs : {&decrypting, &encrypting})
      for (const Entry& entry : *jobs)
        if (entry.job && !entry.job()) give_up(entry.name + " does not do " + material.alg);
    const std::string group = material.alg + "+" + std::string(kJweEnc);
    for (Row& row : race(group + " decrypt", std::move(decrypting), kRaw, plan)) rows.push_back(std::move(row));
    for (Row& row : race(group + " encrypt", std::move(encrypting), kRaw, plan)) rows.push_back(std::move(row));
  }
  return rows;
}

std::string jwe_bar_lines(const std::vector<Row>& rows) {
  constexpr double kRatio = 1.3;
  constexpr double kDirectNs = 1000;
  std::string out;
  for (const Row& row : rows) {
    if (row.name != "signet" || !row.group.ends_with("GCM decrypt")) continue;
    const bool direct = row.group.starts_with("dir");
    const double over = row.min_ns - row.min_ns / row.min_ratio;
    const bool held = direct ? over <= kDirectNs : row.min_ratio <= kRatio;
    char line[160];
    std::snprintf(line, sizeof line,
                  direct ? "bar: %s %.2f us over its raw parts (at most %.1f): %s\n"
                         : "bar: %s %.2f x its raw parts (at most %.1f): %s\n",
                  row.group.c_str(), direct ? over / 1000 : row.min_ratio, direct ? kDirectNs / 1000 : kRatio,
                  held ? "held" : "NOT held");
    out += line;
  }
  return out;
}

}  // namespace signet::bench
