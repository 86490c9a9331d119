// What may be wrong with the keys of an issuer.
#include <algorithm>
#include <array>

#include "cli/doctor.h"
#include "cli/text.h"

namespace signet::cli {
namespace {

using Level = KeySetRemark::Level;

std::size_t count_used(const Examination& seen) {
  return static_cast<std::size_t>(
      std::ranges::count_if(seen.members, [](const SetMember& member) { return !member.not_used.has_value(); }));
}

std::vector<Symptom> find_malformed(const Examination& seen) {
  std::vector<Symptom> symptoms;
  const bool answered = seen.keys && seen.keys->response && !seen.set && seen.set_error;
  if (answered)
    symptoms.push_back({text("{}: {}: {}", seen.keys->url, to_string(*seen.set_error), text_of(seen.set_error->code))});
  return symptoms;
}

std::vector<Symptom> find_no_key(const Examination& seen) {
  std::vector<Symptom> symptoms;
  if (seen.set && count_used(seen) == 0)
    symptoms.push_back({text("of {} keys of the set, none verifies signatures", seen.members.size())});
  return symptoms;
}

std::vector<Symptom> find_only_one(const Examination& seen) {
  std::vector<Symptom> symptoms;
  if (seen.set && count_used(seen) == 1) symptoms.push_back({"the set has one key for signatures"});
  return symptoms;
}

template <class Take>
std::vector<Symptom> of_remarks(const Examination& seen, Take take) {
  std::vector<Symptom> symptoms;
  for (const KeySetRemark& remark : seen.remarks)
    if (take(remark)) symptoms.push_back({text("{}: {}", place_of(remark), remark.text)});
  return symptoms;
}

bool is_secret(const KeySetRemark& remark) {
  return remark.error.code == Errc::symmetric_key || remark.error.code == Errc::private_key;
}

std::vector<Symptom> find_secrets(const Examination& seen) {
  return of_remarks(seen, is_secret);
}

std::vector<Symptom> find_weak(const Examination& seen) {
  return of_remarks(seen, [](const KeySetRemark& remark) { return remark.error.code == Errc::weak_key; });
}

std::vector<Symptom> find_unusable(const Examination& seen) {
  return of_remarks(seen, [](const KeySetRemark& remark) {
    return remark.level == Level::error && !is_secret(remark) && remark.error.code != Errc::weak_key;
  });
}

std::vector<Symptom> find_incomplete(const Examination& seen) {
  return of_remarks(seen, [](const KeySetRemark& remark) {
    return remark.level == Level::warning && remark.error.code == Errc::key_incomplete;
  });
}

std::vector<Symptom> find_repeated(const Examination& seen) {
  return of_remarks(seen, [](const KeySetRemark& remark) { return remark.error.code == Errc::key_ambiguous; });
}

std::vector<Symptom> find_certificates(const Examination& seen) {
  return of_remarks(seen, [](const KeySetRemark& remark) { return remark.error.code == Errc::certificate_expired; });
}

/// What the rows above do not tell; keys for encryption are no fault.
std::vector<Symptom> find_other_remarks(const Examination& seen) {
  return of_remarks(seen, [&](const KeySetRemark& remark) {
    constexpr std::array kTold = {Errc::key_incomplete, Errc::key_ambiguous, Errc::certificate_expired, Errc::weak_key};
    if (remark.level == Level::error || std::ranges::find(kTold, remark.error.code) != kTold.end()) return false;
    return !remark.index || seen.members[*remark.index].use != "enc";
  });
}

constexpr CheckRow kRows[] = {
    {"set_malformed", Harm::breaks, "a verifier takes a set as a whole, or not at all",
     "correct the document; signet jwks make writes a set", find_malformed},
    {"no_key", Harm::breaks, "no token of the issuer can be verified", "publish the public half of the signing key",
     find_no_key},
    {"secret_published", Harm::breaks, "whoever reads the set can sign tokens as the issuer",
     "make new keys at once, and publish public halves alone: signet jwks make", find_secrets},
    {"weak_key", Harm::breaks, "tokens that are signed with it are refused (RFC 7518 3.3: RSA has 2048 bits or more)",
     "make a new key: signet key generate", find_weak},
    {"key_unusable", Harm::warns, "a verifier that is careful leaves such a key out, and a careless one the whole set",
     "correct the key, or take it out of the set", find_unusable},
    {"one_key", Harm::warns,
     "on the day of rotation tokens come with a key that no verifier has yet: each is refused until its verifier asks "
     "again, which may take as long as the set is kept",
     "publish the next key ahead, for longer than the set is kept, and sign with it only then", find_only_one},
    {"kid_repeated", Harm::warns, "the token does not say which of them is meant, and verifiers try one or all",
     "give each key a kid of its own", find_repeated},
    {"key_incomplete", Harm::warns,
     "without kid a key is found by trying, without alg or use a verifier has to be told what the key is for",
     "give each key kid, alg and use", find_incomplete},
    {"certificate", Harm::warns, "verifiers that look at x5c refuse the key",
     "publish the key with a certificate that is valid, or without one", find_certificates},
    {"key_remark", Harm::note, "it is unusual, and may surprise a verifier", "signet jwks lint says the same of a file",
     find_other_remarks},
};

}  // namespace

std::span<const CheckRow> key_checks() noexcept {
  return kRows;
}

}  // namespace signet::cli
