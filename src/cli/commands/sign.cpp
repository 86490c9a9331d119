// signet sign
#include "cli/encryption.h"
#include "cli/issued_claims.h"
#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "signet/jwt.h"
#include "signet/unsecured.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kKeyFlags[] = {
    {"--key", "FILE", "the private or symmetric key, in any form"},
    {"--alg", "NAME", "the algorithm, when the key does not name one"},
    {"--no-kid", "", "leave the key's kid out of the header"},
    {"--typ", "TYPE", "the type in the header, instead of JWT or that of the profile"},
    {"--header", "JSON", "further members of the header: an object"},
    {"--unsecured", "",
     "sign nothing: alg is none, and anyone can forge such a token; of these flags only --typ goes with it"},
};
constexpr FlagGroup kGroups[] = {{"Signature", kKeyFlags},         {"Encrypted keys", kPassphraseFlags},
                                 {"Claims", kClaimFlags},          {"Profile", kIssuedProfileFlags},
                                 {"Encryption", kEncryptionFlags}, {"Output", kOutputFlags}};

/// What the hash of another token depends on: the algorithm, and for EdDSA the curve of the key.
Outcome<HashChoice> hash_choice(const Key& key, const Signer& signer) {
  const SignatureAlgorithm* row = find_signature_algorithm(signer.algorithm());
  if (row == nullptr) return std::unexpected(Failure(Error{Errc::alg_unknown, "alg"}));
  return HashChoice{.algorithm = row, .crv = std::string(key.crv())};
}

// RFC 7519 section 6. Everything that has to do with a key contradicts it.
Outcome<> sign_nothing(Invocation& run) {
  for (const Flag& flag : kEncryptionFlags)
    if (run.args.has(flag.name))
      return usage(flag.name, "the flag contradicts --unsecured", "a token that is encrypted has a signed one inside");
  for (const Flag& flag : kKeyFlags)
    if (flag.name != "--unsecured" && flag.name != "--typ" && run.args.has(flag.name))
      return usage(flag.name, "the flag contradicts --unsecured", "a token is signed with a key, or it is unsecured");
  SIGNET_TRY(const jwt::Builder builder, read_claims(run, {}));
  SIGNET_TRY(const std::string payload, make_payload(builder));
  SIGNET_TRY(const std::string typ, chosen_typ(run.args));
  SIGNET_TRY(const std::string token, unsecured::sign(as_bytes(payload), {.typ = typ}));
  return run.deliver({.content = as_bytes(token), .form = Product::Form::text, .member = "token"});
}

Outcome<> run_sign(Invocation& run) {
  if (run.args.has("--unsecured")) return sign_nothing(run);
  const auto path = run.args.value("--key");
  if (!path) return usage("--key", "nothing says which key signs", "give a private key with --key FILE");
  SIGNET_TRY(const Key key, load_key(run, "--key", *path));
  SIGNET_TRY(const std::shared_ptr<const Signer> signer, make_signer(key, *path, run.args.value("--alg")));
  SIGNET_TRY(const HashChoice hashes, hash_choice(key, *signer));
  SIGNET_TRY(jwt::Builder builder, read_claims(run, hashes));
  if (run.args.has("--no-kid")) builder.without_kid();
  SIGNET_TRY(const std::string payload, make_payload(builder));
  SIGNET_TRY(const std::string token,
             run.args.has("--encrypt-to") ? builder.sign_inner(*signer) : builder.sign(*signer));
  SIGNET_TRY(const std::string product, add_outer_layer(run, payload, token));
  return run.deliver({.content = as_bytes(product), .form = Product::Form::text, .member = "token"});
}

}  // namespace

constinit const Command rows::sign = {
    .section = kTokens,
    .name = "sign",
    .summary = "make a signed token",
    .about =
        "Makes a JWT from claims and signs it. The algorithm is the one that the key names, or --alg. Claims keep "
        "their order; those of flags follow, or replace the value of the same name. iat is set to now unless it "
        "is among the claims.\n"
        "With --profile the token is one of its kind: it gets the typ of the profile and, where the profile requires "
        "one, a random jti; a claim that is required and missing is named, and so is what the profile forbids. For an "
        "ID Token --access-token-file and --code-file make at_hash and c_hash.\n"
        "With --encrypt-to the signed token is encrypted to a recipient: a nested token, cty JWT, which signet verify "
        "takes with --decrypt-with.",
    .positional = {},
    .groups = kGroups,
    .example =
        "signet sign --key k.jwk --claims '{\"sub\":\"user-42\",\"scope\":\"read\"}' \\\n"
        "  --issuer https://as.example --audience api --expires 10m > t.jwt",
    .run = run_sign,
};

}  // namespace signet::cli
