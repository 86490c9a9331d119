// Keys and algorithms of encryption, from flags.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/invocation.h"
#include "signet/encryption_key.h"
#include "signet/jwe.h"
#include "signet/jwk_set.h"
#include "try.h"

namespace signet::cli {

/// The key of a file, prepared for encrypting to its owner with the algorithm `name`, or with the one that the key
/// names. Of a JWK Set it is the only one that this can be done with. `what` is the flag that gave the file.
/// Errors: alg_undecided, alg_unknown(NAME), usage(WHAT) when several keys of a set fit or none, and those of keys.
Outcome<std::shared_ptr<const EncryptionKey>> load_encrypter(Invocation& run, std::string_view what,
                                                             const std::string& path,
                                                             const std::optional<std::string>& name);
/// The algorithm for encrypting that a key names by itself: dir where its alg is a content encryption. Empty: none.
std::string_view key_management_of(const Key& key);

/// --enc, else what the key is for, else A256GCM. Errors: alg_unknown(NAME), usage(--enc) for several.
Outcome<const ContentEncryption*> chosen_encryption(const Invocation& run, std::string_view named_by_key);

/// The algorithms that the usable keys name by themselves. Errors: alg_undecided(FLAG), key_not_found(kid) when there
/// is no usable key.
Outcome<KeyManagementSet> declared_management(std::span<const KeySetEntry> entries, std::string_view flag);
/// The rows that a flag names. Errors: alg_unknown(NAME).
template <class Set>
Outcome<Set> named_rows(const Invocation& run, std::string_view flag) {
  SIGNET_TRY(const std::vector<std::string> names, run.args.list(flag));
  const std::vector<std::string_view> views(names.begin(), names.end());
  SIGNET_TRY(Set set, Set::of(views));
  return set;
}
/// The PBES2 algorithms among `allowed`: a passphrase is a key for no other, however many octets it has.
KeyManagementSet for_passphrases(const KeyManagementSet& allowed);
/// --enc, or all that there are: each of them authenticates. Errors: alg_unknown(NAME).
Outcome<ContentEncryptionSet> accepted_encryptions(const Invocation& run);

/// --p2c, or what we write without it. Errors: usage(--p2c).
Outcome<std::uint64_t> iterations_of(const Invocation& run);

/// Flags of `verify` and `explain` for encrypted tokens.
inline constexpr Flag kDecryptionFlags[] = {
    {"--decrypt-with", "FILE",
     "the token is encrypted to this private or shared key, or to one of this JWK Set, and the signed one is inside"},
    {"--decrypt-alg", "NAME[,NAME]", "the key management that is accepted, when the keys do not name it", true},
    {"--enc", "NAME[,NAME]", "the content encryption that is accepted, instead of every one", true},
    {"--shared-key-claims", "", "also take claims that are encrypted and not signed, when the key is a shared one"},
};

/// The outer layer that a token must have.
struct Decryption {
  jwe::Policy policy;
  JwkSet keys;
  bool shared_key_claims = false;
};
/// Nothing without --decrypt-with. Errors: usage(FLAG) for one of the others without it, alg_undecided(--decrypt-alg),
/// alg_unknown(NAME), and those of keys.
Outcome<std::optional<Decryption>> load_decryption(Invocation& run);

/// Flags of `sign` for the outer layer.
inline constexpr Flag kEncryptionFlags[] = {
    {"--encrypt-to", "FILE", "encrypt the signed token to this public or shared key"},
    {"--encrypt-alg", "NAME", "the key management, when the key does not name one"},
    {"--enc", "NAME", "the content encryption, instead of A256GCM"},
    {"--replicate", "NAME[,NAME]", "claims to show in the outer header as well, where anyone can read them", true},
};
/// The signed token inside what --encrypt-to asks for; as it is without that flag. Errors: usage(FLAG),
/// claim_missing(NAME), and those of keys and encryption.
Outcome<std::string> add_outer_layer(Invocation& run, std::string_view payload, std::string token);

}  // namespace signet::cli
