// Advice on algorithms, keys and signatures.
#include <algorithm>

#include "cli/explanation.h"
#include "cli/keys.h"
#include "cli/text.h"

namespace signet::cli {
namespace {

using jwt::Step;

/// The most keys that are tried to find who has signed: a set of a thousand would be seconds of work.
constexpr std::size_t kMaxTrials = 64;
/// Names of keys that are listed.
constexpr std::size_t kMaxListed = 6;

const SignatureAlgorithm* row_of_token(const Examined& examined) {
  const auto alg = examined.header("alg");
  return alg ? find_signature_algorithm(alg->string().value_or("")) : nullptr;
}

std::string_view kid_of_token(const Examined& examined) {
  const auto kid = examined.header("kid");
  return kid ? kid->string().value_or("") : "";
}

template <class Take>
std::string names_of_keys(const Examined& examined, Take take) {
  std::vector<std::string> names;
  std::size_t more = 0;
  for (const KeySetEntry& entry : examined.trust.keys.entries()) {
    if (!take(entry)) continue;
    if (names.size() == kMaxListed) {
      ++more;
    } else {
      names.push_back(name_of_key(entry));
    }
  }
  if (more > 0) names.push_back(text("{} more", more));
  return listed(names, "and");
}

bool equal_without_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string algorithm_is_no_signature(const Examined& examined, const Error&) {
  const auto alg = examined.header("alg");
  if (!alg || row_of_token(examined) != nullptr) return {};
  const std::string_view name = alg->string().value_or("");
  if (equal_without_case(name, "none"))
    return "nothing protects a token whose alg is none, and anyone can write one. Get a signed token; where the token "
           "is "
           "protected by other means, signet verify --unsecured reads it";
  for (const SignatureAlgorithm* row : signature_algorithms())
    if (equal_without_case(describe(*row).name, name))
      return text("names of algorithms are case-sensitive: {} is meant, so the maker of the token has to be corrected",
                  describe(*row).name);
  if (examined.header("enc")) return "the header is that of an encrypted token (JWE)";
  return "no signature algorithm has this name; signet algorithms lists them";
}

std::string algorithm_is_symmetric(const Examined& examined, const Error&) {
  const SignatureAlgorithm* row = row_of_token(examined);
  if (row == nullptr || describe(*row).kty != "oct") return {};
  const bool has_secret = std::ranges::any_of(
      examined.trust.keys.entries(), [](const KeySetEntry& entry) { return entry.key && entry.key->is_symmetric(); });
  if (has_secret) return text("a symmetric algorithm is accepted only when it is named: --alg {}", describe(*row).name);
  return text(
      "{} wants a shared secret and none is given; if the issuer signs with a key pair, this token is a forgery "
      "that takes the public key for a secret",
      describe(*row).name);
}

std::string algorithm_is_not_allowed(const Examined& examined, const Error&) {
  const SignatureAlgorithm* row = row_of_token(examined);
  if (row == nullptr) return {};
  const std::string_view name = describe(*row).name;
  const std::string fitting = names_of_keys(
      examined, [&](const KeySetEntry& entry) { return entry.key && entry.key->check_fit(*row).has_value(); });
  if (fitting.empty())
    return text("no key that is given fits {} anyway; ask the issuer for the token or for its keys", name);
  return text("{} fits; if the issuer really signs with {}, allow it with --alg {}", fitting, name, name);
}

// A member of the set that has the kid, and yet is never used.
struct Placeholder {
  Errc code;
  std::string_view advice;
};
constexpr Placeholder kPlaceholders[] = {
    {Errc::symmetric_key,
     "is symmetric, and such a member of a public set is never used: anyone who reads the set could sign. Keep it in a "
     "file of its own, for --key"},
    {Errc::private_key,
     "is private, and such a member of a public set is never used. Take it out, since whoever reads the set can sign; "
     "give the file with --keys if it is your own"},
};
std::string key_is_placeholder(const Examined& examined, const Error&) {
  const std::string_view kid = kid_of_token(examined);
  for (const KeySetEntry& entry : examined.trust.keys.entries()) {
    if (!entry.problem || (entry.kid != kid && !kid.empty())) continue;
    const auto* const row = std::ranges::find(kPlaceholders, entry.problem->code, &Placeholder::code);
    if (row != std::end(kPlaceholders)) return text("the key {} of the set {}", name_of_key(entry), row->advice);
    return text("the key {} of the set cannot be used: {}; signet jwks lint says more", name_of_key(entry),
                to_string(*entry.problem));
  }
  return {};
}

std::string key_is_not_in_set(const Examined& examined, const Error& error) {
  if (error.code != Errc::key_not_found) return {};
  const std::string_view kid = kid_of_token(examined);
  const auto entries = examined.trust.keys.entries();
  if (entries.empty()) return "the key set is empty; get the issuer's keys again";
  const bool same_kid = std::ranges::any_of(entries, [&](const KeySetEntry& entry) { return entry.kid == kid; });
  if (same_kid || kid.empty())
    return text("more than {} keys fit, and the token does not say which it means; its maker should set kid",
                kMaxKeyCandidates);
  for (const KeySetEntry& entry : entries) {
    if (equal_without_case(entry.kid, kid))
      return text("the set has {}: a kid is compared byte by byte", name_of_key(entry));
    if (entry.key && !entry.key->is_symmetric() && entry.key->thumbprint() == kid)
      return text("the kid is the thumbprint of the key {}; the set has to give it that kid", name_of_key(entry));
  }
  const std::string names = names_of_keys(examined, [](const KeySetEntry&) { return true; });
  if (examined.trust.remote) return text("the set has {}; {}", names, examined.trust.remote->why_not_found(kid));
  return text("the set has {}; get the issuer's set again if it may have changed its keys", names);
}

// How a key that is there does not fit, by the member that does not.
struct Misfit {
  std::string_view member;
  std::string_view advice;
};
constexpr Misfit kMisfits[] = {
    {"use", "is not for signatures (use); the issuer has to sign with another key, or to correct its set"},
    {"key_ops", "is not for verifying (key_ops); the issuer has to sign with another key, or to correct its set"},
    {"alg", "is for another algorithm (alg); the issuer has to sign with that one, or to correct its set"},
    {"kty", "is of a type that the algorithm does not use; the token names the wrong key or the wrong alg"},
    {"crv", "is on a curve that the algorithm does not use; the token names the wrong key or the wrong alg"},
    {"k", "is too short for the algorithm; a new secret is needed (RFC 7518 3.2)"},
};
std::string key_does_not_fit(const Examined& examined, const Error& error) {
  const auto* const row = std::ranges::find(kMisfits, error.subject, &Misfit::member);
  if (row == std::end(kMisfits)) return {};
  const std::string_view kid = kid_of_token(examined);
  for (const KeySetEntry& entry : examined.trust.keys.entries()) {
    if (!entry.key || (!kid.empty() && entry.kid != kid)) continue;
    const std::string alg = error.subject == "alg" ? text(", alg {},", entry.key->info().alg) : "";
    return text("the key {}{} {}", name_of_key(entry), alg, row->advice);
  }
  return {};
}

/// The first key of the set that verifies the token as it stands, whatever kid the token names.
const KeySetEntry* find_signing_key(const Examined& examined) {
  const SignatureAlgorithm* row = row_of_token(examined);
  if (row == nullptr || !examined.parts.signature || examined.parts.segments.size() != 3) return nullptr;
  const std::string_view input = examined.token.substr(0, examined.token.rfind('.'));
  std::size_t trials = 0;
  for (const KeySetEntry& entry : examined.trust.keys.entries()) {
    if (!entry.key) continue;
    const auto prepared = entry.key->prepare(*row);
    if (!prepared) continue;
    if (++trials > kMaxTrials) break;
    if ((*prepared)->verify(as_bytes(input), *examined.parts.signature)) return &entry;
  }
  return nullptr;
}

std::string signature_is_of_another_key(const Examined& examined, const Error&) {
  const KeySetEntry* entry = find_signing_key(examined);
  if (entry == nullptr) return {};
  return text("it verifies with the key {}, but the token names \"{}\"; the issuer has to correct the kid",
              name_of_key(*entry), kid_of_token(examined));
}

std::string signature_has_another_form(const Examined& examined, const Error&) {
  const SignatureAlgorithm* row = row_of_token(examined);
  if (row == nullptr || !examined.parts.signature) return {};
  const AlgorithmInfo info = describe(*row);
  const Bytes& octets = *examined.parts.signature;
  if (info.signature_octets == 0 || octets.size() == info.signature_octets) return {};
  constexpr std::uint8_t kSequence = 0x30;
  if (info.kty == "EC" && octets.size() > 2 && octets[0] == kSequence)
    return text(
        "the signature is ASN.1 (DER), as other protocols have it; {} wants R and S joined: {} octets (RFC 7518 "
        "3.4)",
        info.name, info.signature_octets);
  return text("a signature of {} has {} octets and this one has {}: {}", info.name, info.signature_octets,
              octets.size(), octets.size() < info.signature_octets ? "the token was cut off" : "something was added");
}

std::string signature_is_wrong(const Examined& examined, const Error&) {
  const std::string_view kid = kid_of_token(examined);
  if (!kid.empty())
    return text(
        "the token was changed after it was signed, or another key than \"{}\" signed it; get the token and the "
        "key set from their source again",
        kid);
  return "the token was changed after it was signed, or none of the given keys signed it; get both from their source "
         "again";
}

std::string decryption_failed(const Examined& examined, const Error& error) {
  if (error.code == Errc::malformed_token && take_apart(examined.outer).segments.size() == 3)
    return "the token is only signed; leave out --decrypt-with if its issuer need not encrypt";
  if (error.code == Errc::alg_not_allowed && error.subject == "enc")
    return "--enc says which content encryptions are accepted";
  if (error.code == Errc::alg_not_allowed)
    return "the token was encrypted with another algorithm than the key's; --decrypt-alg allows it if the key may be "
           "used so";
  if (error.code == Errc::typ_mismatch)
    return "what is encrypted has to be a signed token, and the header to say cty JWT; anyone can encrypt to a public "
           "key";
  return {};
}

constexpr AdviceRow kRows[] = {
    {Step::decryption, decryption_failed},
    {Step::algorithm, algorithm_is_no_signature},
    {Step::algorithm, algorithm_is_symmetric},
    {Step::algorithm, algorithm_is_not_allowed},
    {Step::key, key_is_placeholder},
    {Step::key, key_is_not_in_set},
    {Step::key, key_does_not_fit},
    {Step::signature, signature_is_of_another_key},
    {Step::signature, signature_has_another_form},
    {Step::signature, signature_is_wrong},
};

}  // namespace

std::span<const AdviceRow> key_advice() noexcept {
  return kRows;
}

}  // namespace signet::cli
