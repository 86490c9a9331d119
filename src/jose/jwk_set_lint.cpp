// What is worth saying about a key set before it is published or trusted.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "crypto/signature_algorithm.h"
#include "crypto/x509.h"
#include "signet/base64url.h"
#include "signet/jwk_set.h"
#include "try.h"

namespace signet {
namespace {

using Level = KeySetRemark::Level;

class Linter {
 public:
  Linter(const JwkSet& set, std::optional<Timestamp> now) : entries_(set.entries()), now_(now) {}

  std::vector<KeySetRemark> run() && {
    for (index_ = 0; index_ < entries_.size(); ++index_) {
      const KeySetEntry& entry = entries_[index_];
      if (entry.problem) say_problem(*entry.problem);
      if (entry.key) lint_key(*entry.key);
    }
    find_repeated_kids();
    return std::move(remarks_);
  }

 private:
  void say(Level level, Errc code, std::string_view subject, std::string text) {
    remarks_.push_back({.level = level,
                        .index = index_,
                        .kid = entries_[index_].kid,
                        .error = Error{code, std::string(subject), nullptr},
                        .text = std::move(text)});
  }

  void say_problem(const Error& problem) {
    std::string text(text_of(problem.code));
    if (problem.code == Errc::symmetric_key) text = "a symmetric key is a shared secret and must never be published";
    if (problem.code == Errc::private_key) text = "private members are published: replace this key everywhere";
    remarks_.push_back({Level::error, index_, entries_[index_].kid, problem, std::move(text)});
  }

  void lint_key(const Key& key) {
    const KeyInfo& info = key.info();
    const std::pair<std::string_view, const std::string&> wanted[] = {
        {"kid", info.kid}, {"alg", info.alg}, {"use", info.use}};
    for (const auto& [name, value] : wanted)
      if (value.empty()) say(Level::warning, Errc::key_incomplete, name, std::string(name) + " is missing");
    find_no_algorithm(key);
    find_foreign_thumbprint(key);
    if (now_ && !info.x5c.empty()) find_certificate_times(info.x5c.front());
  }

  /// The reason is that of the row that the key comes closest to: the last one that fits by its type.
  void find_no_algorithm(const Key& key) {
    Error reason{Errc::key_unsupported, "kty", nullptr};
    for (const SignatureAlgorithm* row : crypto::signature_rows()) {
      const auto fit = key.check_fit(*row);
      if (fit) return;
      // Of the wrong curve or parameter set it says no more than that the type is right.
      const bool other = fit.error().subject == "crv" || (key.type() == KeyType::akp && fit.error().subject == "alg");
      if (row->kty == key.type() && (!other || reason.subject == "kty")) reason = fit.error();
    }
    say(Level::warning, reason.code, reason.subject, "no signature algorithm can use this key");
  }

  void find_foreign_thumbprint(const Key& key) {
    // Any text may be a kid. One that is a SHA-256 value to the eye is expected to be that of its key.
    std::array<std::uint8_t, 32> octets{};
    const auto size = base64url::decode_into(key.info().kid, octets);
    if (!size || *size != octets.size()) return;
    if (key.info().kid == key.thumbprint() || key.spki_thumbprint() == key.info().kid) return;
    say(Level::note, Errc::key_mismatch, "kid", "kid looks like a thumbprint and is not one of this key");
  }

  void find_certificate_times(const Bytes& der) {
    const auto certificate = crypto::read_certificate(der);
    if (!certificate) return;  // it was read when the key was
    const auto warn = [this](std::string text) {
      say(Level::warning, Errc::certificate_expired, "x5c", std::move(text));
    };
    if (*now_ < certificate->not_before) return warn("the certificate is not valid yet");
    if (*now_ > certificate->not_after) return warn("the certificate has expired");
    if (certificate->not_after - *now_ < kCertificateWarning) warn("the certificate expires within 30 days");
  }

  /// Said of every member but the first of its kid.
  void find_repeated_kids() {
    std::map<std::string_view, std::size_t> first;
    for (index_ = 0; index_ < entries_.size(); ++index_) {
      const std::string& kid = entries_[index_].kid;
      if (kid.empty() || first.emplace(kid, index_).second) continue;
      say(Level::warning, Errc::key_ambiguous, "kid",
          "kid is the same as that of member " + std::to_string(first[kid]) + ", counted from 0");
    }
  }

  std::span<const KeySetEntry> entries_;
  std::optional<Timestamp> now_;
  std::size_t index_ = 0;
  std::vector<KeySetRemark> remarks_;
};

}  // namespace

Result<std::vector<KeySetRemark>> lint_key_set(std::string_view json, std::optional<Timestamp> now) {
  SIGNET_TRY(const JwkSet set, JwkSet::parse(json));
  return Linter(set, now).run();
}

}  // namespace signet
