#include "material.h"

#include <cstdio>
#include <cstdlib>

#include "signet/jwt.h"

namespace signet::bench {
namespace {

// 512 bits; each algorithm takes as many as its hash has (RFC 7518 section 3.2).
constexpr std::string_view kSecret = "correct horse battery staple 32!correct horse battery staple 64!";

std::string_view secret_for(std::string_view alg) {
  return kSecret.substr(0, alg == "HS256" ? 32 : alg == "HS384" ? 48 : 64);
}

Key named(Key key, std::string_view alg) {
  KeyInfo info = key.info();
  info.alg = alg;
  info.use = "sig";
  info.kid = kKid;
  return need(key.with_info(std::move(info)), "members of the key");
}

Key make_key(std::string_view alg) {
  Key key = alg.starts_with("HS") ? need(Key::from_octets(Secret::copy_of(as_bytes(secret_for(alg)))), "secret")
                                  : need(Key::generate({.alg = alg}), "key");
  return named(std::move(key), alg);
}

jwt::Builder make_builder() {
  jwt::Builder builder;
  for (const Claim& claim : kClaims) {
    if (claim.text != nullptr) {
      builder.claim(claim.name, claim.text);
    } else {
      builder.claim(claim.name, claim.number);
    }
  }
  return builder;
}

std::string change_one(std::string token, std::size_t at) {
  token[at] = token[at] == 'A' ? 'B' : 'A';
  return token;
}

Material with_key(std::string_view alg, Key key) {
  const jwt::Builder builder = make_builder();
  Material made{.alg = std::string(alg), .key = std::move(key)};
  const auto signer = need(made.key.signer(), "signer");
  made.payload = need(builder.payload(), "payload");
  made.token = need(builder.sign(*signer), "token");
  const Secret private_jwk = need(made.key.to_private_jwk(), "private JWK");
  made.private_jwk = as_text(private_jwk.expose());
  if (made.key.is_symmetric()) {
    made.secret = secret_for(alg);
    made.public_jwk = made.private_jwk;
    return made;
  }
  const Secret private_pem = need(made.key.to_private_pem(PemForm::pkcs8), "private PEM");
  made.private_pem = as_text(private_pem.expose());
  made.public_pem = need(made.key.to_public_pem(), "public PEM");
  made.public_jwk = need(made.key.to_public_jwk(), "public JWK");
  return made;
}

}  // namespace

Material make_material(std::string_view alg) {
  return with_key(alg, make_key(alg));
}

Material make_material(std::string_view alg, const std::string& pem) {
  return with_key(alg, named(need(Key::from_pem(pem), "key"), alg));
}

std::string with_changed_payload(const std::string& token) {
  return change_one(token, token.find('.') + 40);
}

std::string with_changed_signature(const std::string& token) {
  return change_one(token, token.rfind('.') + 20);
}

void give_up(std::string_view what) {
  std::fprintf(stderr, "signet_bench: %.*s\n", static_cast<int>(what.size()), what.data());
  std::exit(1);
}

}  // namespace signet::bench
