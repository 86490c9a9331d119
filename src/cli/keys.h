// Keys from files.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/invocation.h"
#include "signet/jwk_set.h"
#include "signet/key.h"
#include "signet/policy_table.h"
#include "signet/remote_jwks.h"

namespace signet::cli {

/// What a file of keys holds: one key (in any form), or the members of a JWK Set, some of which may be placeholders.
struct KeyFile {
  bool is_set = false;
  std::vector<KeySetEntry> entries;
};

/// Loads a file of one's own: public, private and symmetric keys. Errors: those of reading, Key and JwkSet.
Outcome<KeyFile> load_key_file(Invocation& run, std::string_view what, const std::string& path);
/// The same from what a file holds. Errors: without a file's name.
Result<KeyFile> parse_keys(ByteView content, const Secret* passphrase);
/// The same from JSON: a JWK or a JWK Set.
Result<KeyFile> parse_keys(const json::Value& root);
/// The only key of what was read from `path`. Errors: what is wrong with it; usage(WHAT) when there are several.
Outcome<Key> only_key(const KeyFile& file, std::string_view what, const std::string& path);
/// The only key of a file. Errors: as load_key_file and only_key.
Outcome<Key> load_key(Invocation& run, std::string_view what, const std::string& path);
/// The key that the command's argument names.
Outcome<Key> load_argument_key(Invocation& run);

/// Makes a set that verifies: of private keys the public half.
Result<JwkSet> verification_set(std::span<const KeySetEntry> entries);

/// The usable members with all that they have, for decrypting. Errors: the problem of the first when none is usable.
Result<JwkSet> decryption_set(std::span<const KeySetEntry> entries);

/// Flags that say where keys for verifying come from.
inline constexpr Flag kVerificationKeyFlags[] = {
    {"--jwks", "FILE|URL",
     "a public JWK Set, fetched where it is an https address; symmetric and private members of it are never used"},
    {"--key", "FILE", "one key of your own, in any form, or a JWK Set; of a private key the public half is used"},
    {"--keys", "FILE", "a JWK Set of your own, which may hold symmetric and private keys"},
};
/// Keys that tokens are verified with.
struct TrustedKeys {
  JwkSet set;
  std::shared_ptr<const RemoteJwkSet> remote;  ///< where they came from the network
};
/// The keys of --jwks, --key, --keys or --discover. Errors: usage(--jwks) unless exactly one is there, usage(FLAG) for
/// one of the network where nothing is fetched, and those of loading or fetching.
Outcome<TrustedKeys> load_verification_keys(Invocation& run);
/// The dated policy of --policy, or null. Errors: usage(--policy) for a name that there is not.
Outcome<const jwt::DatedPolicy*> find_policy(const Arguments& args);
/// --alg, or the algorithms of --policy, or what the keys themselves name. Errors: alg_undecided(--alg),
/// alg_unknown(NAME), usage(--policy).
Outcome<AlgorithmSet> allowed_algorithms(const Invocation& run, const JwkSet& keys);
/// The signer of a key that was read from `path`, with the algorithm `name`, or with the key's own.
/// Errors: private_key(d), alg_undecided(--alg), alg_unknown(NAME), and those of Key::signer.
Outcome<std::shared_ptr<const Signer>> make_signer(const Key& key, const std::string& path,
                                                   const std::optional<std::string>& name);
/// The signers of each --key with --alg, which is for one key alone, or with the keys' own algorithms.
/// Errors: as load_key and make_signer, usage(--key|--alg).
Outcome<std::vector<std::shared_ptr<const Signer>>> load_signers(Invocation& run);

/// What names a key. An encrypted key has no kid, so a style can be asked for wherever a JWK is written.
inline constexpr Flag kKidStyleFlag = {
    "--kid-style", "STYLE",
    "the form of kid: thumbprint (RFC 7638), uri (RFC 9278) or spki (SHA-256 of the SubjectPublicKeyInfo)"};
/// The kid of --kid-style, or the thumbprint. Errors: usage(--kid-style), also for a symmetric key.
Outcome<std::string> styled_kid(const Invocation& run, const Key& key);

/// What every command says of the file of one key.
inline constexpr std::string_view kKeyFileHelp = "a key: JWK, PEM, DER or OpenSSH, - for standard input";

/// "EC P-256", "RSA 2048", "oct 256".
std::string kind_of(const Key& key);
/// Members kty, crv, bits, alg, use, private and thumbprint, null where absent; into an object that is open.
void write_facts(json::Writer& out, const Key& key);

}  // namespace signet::cli
