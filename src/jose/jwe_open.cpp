#include "jose/jwe_open.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "codec/deflate.h"
#include "crypto/key_management.h"
#include "crypto/random.h"
#include "jose/ask.h"
#include "jose/jwe_header.h"
#include "jose/key_parameters.h"
#include "jose/opening.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::jwe {
namespace {

constexpr Rule kOneRecipientRule{"RFC 7516 4.1.1", "dir and ECDH-ES give the key itself, so there is one recipient"};
constexpr Rule kEncAgreeRule{"RFC 7516 7.2.1", "all recipients have the same enc"};
constexpr Rule kZipRule{"RFC 7516 4.1.3", "DEF is the one compression that there is"};
constexpr Rule kOneUseRule{"RFC 7517 4.4",
                           "where nothing is authenticated beside it, a key for dir says so in its alg"};
constexpr Rule kTrialsRule{"RFC 7516 7.2.1", "keys are tried at most 16 times for one object; kid says which is meant"};

/// An IV or a tag. No algorithm has longer ones, so a text that does not fit is as wrong as one of another size: it is
/// kept as empty, which no algorithm takes.
struct SmallPart {
  std::array<std::uint8_t, 64> octets;
  std::size_t size = 0;
  ByteView view() const noexcept { return ByteView(octets).first(size); }
};

/// The parts that all recipients share, decoded.
struct Content {
  const ContentEncryption* enc = nullptr;
  bool compressed = false;
  SmallPart iv, tag;
  Bytes ciphertext;
  std::optional<Bytes> aad;
  std::string_view header;  // base64url
  std::string with_aad;     // the header, '.' and the encoded aad, where there is one

  /// "Additional Authenticated Data encryption parameter", RFC 7516 section 5.1 step 14.
  ByteView authenticated() const noexcept { return as_bytes(aad ? std::string_view(with_aad) : header); }
};

/// A recipient that we may have the key of.
struct Addressee {
  std::size_t index = 0;
  Bytes encrypted_key{};
  crypto::KeyParameters parameters{};
  DecryptionCandidates candidates{};
};

Result<Bytes> decode_part(std::string_view text, std::string_view name) {
  auto octets = base64url::decode(text, kMaxSize);
  if (!octets) return fail(Errc::malformed_token, name);
  return octets;
}

Result<> decode_small(std::string_view text, std::string_view name, SmallPart& out) {
  const auto size = base64url::decode_into(text, out.octets);
  if (!size && size.error().code != Errc::limit_exceeded) return fail(Errc::malformed_token, name);
  out.size = size.value_or(0);
  return {};
}

Result<const ContentEncryption*> read_enc(const jose::JweHeader& header, const Policy& policy) {
  const auto name = header.text("enc");
  //= rfc7516#4.1.2 this Header Parameter MUST be present and MUST be understood and processed
  if (!name) return fail(Errc::header_parameter, "enc");
  const ContentEncryption* enc = policy.encryptions.find(*name);
  if (enc == nullptr) return fail(Errc::alg_not_allowed, "enc");
  if (!enc->available()) return fail(Errc::alg_unavailable, enc->name);
  return enc;
}

Result<bool> read_zip(json::Value proven, const Policy& policy) {
  const auto zip = proven.find("zip");
  if (!zip) return false;
  if (zip->string() != "DEF") return fail(Errc::header_parameter, "zip", &kZipRule);
  if (!policy.compression) return fail(Errc::alg_not_allowed, "zip");
  return true;
}

Result<Content> read_content(const jose::JweForm& form, json::Value proven, const ContentEncryption* enc,
                             const Policy& policy) {
  Content content;
  content.enc = enc;
  content.header = form.protected_header;
  SIGNET_TRY(content.compressed, read_zip(proven, policy));
  SIGNET_CHECK(decode_small(form.iv, "iv", content.iv));
  SIGNET_CHECK(decode_small(form.tag, "tag", content.tag));
  if (form.aad) {
    SIGNET_TRY(content.aad, decode_part(*form.aad, "aad"));
    //= rfc7516#5.1 the encoded protected header, '.' and the encoded aad
    content.with_aad = form.protected_header;
    content.with_aad += '.';
    content.with_aad += *form.aad;
  }
  SIGNET_TRY(content.ciphertext, decode_part(form.ciphertext, "ciphertext"));
  return content;
}

/// The row that the policy allows for the recipient's alg, and every rule that needs no key.
Result<const KeyManagementAlgorithm*> read_alg(const jose::JweHeader& header, const jose::RecipientForm& form,
                                               const Policy& policy) {
  const auto name = header.text("alg");
  //= rfc7516#4.1.1 this Header Parameter MUST be present and MUST be understood and processed
  if (!name) return fail(Errc::header_parameter, "alg");
  const KeyManagementAlgorithm* row = policy.algorithms.find(*name);
  if (row == nullptr || (row->legacy && !policy.legacy)) return fail(Errc::alg_not_allowed, "alg");
  //= rfc7516#5.2 step 10: verify that the JWE Encrypted Key value is an empty octet sequence; else there is one
  if (crypto::is_direct(*row) != form.encrypted_key.empty()) return fail(Errc::malformed_token, "encrypted_key");
  return row;
}

/// Refusals that are the recipient's own matter: somebody else's algorithm or key.
bool passes_over(const Error& error) noexcept {
  return error.code == Errc::alg_not_allowed || error.code == Errc::alg_unavailable ||
         error.code == Errc::key_not_found || error.code == Errc::key_mismatch || error.code == Errc::private_key;
}

/// The headers, before any key is looked for.
struct Reading {
  jose::MostlyOne<jose::JweHeader> headers;
  const ContentEncryption* enc = nullptr;
};

/// For a JWE with several recipients.
Result<> check_direct(std::string_view alg) {
  const KeyManagementAlgorithm* row = find_key_management_algorithm(alg);
  if (row != nullptr && crypto::is_direct(*row)) return fail(Errc::header_parameter, "alg", &kOneRecipientRule);
  return {};
}

Result<Reading> read_headers(const jose::JweForm& form, json::Value proven, const Policy& policy) {
  Reading reading;
  for (std::size_t i = 0; i < form.recipients.size(); ++i) {
    const jose::RecipientForm& recipient = form.recipients[i];
    SIGNET_TRY(const jose::JweHeader header, jose::join_headers(form, recipient, proven));
    if (form.recipients.size() > 1) SIGNET_CHECK(check_direct(header.text("alg").value_or("")));
    //= rfc7516#7.2.1 "enc" must have the same value for all recipients
    if (!reading.headers.empty() && reading.headers.front().text("enc") != header.text("enc")) {
      return fail(Errc::header_parameter, "enc", &kEncAgreeRule);
    }
    reading.headers.push_back(header);
  }
  SIGNET_TRY(reading.enc, read_enc(reading.headers.front(), policy));
  return reading;
}

class Opener {
 public:
  Opener(const DecryptionKeySource& keys, const Policy& policy, const Content& content)
      : keys_(keys), policy_(policy), content_(content) {}

  /// Errors: those of the recipient; a bound of the whole object is kept as well.
  Result<> add(std::size_t index, const jose::JweHeader& header, const jose::RecipientForm& form) {
    SIGNET_TRY(const KeyManagementAlgorithm* row, read_alg(header, form, policy_));
    Addressee addressee;
    addressee.index = index;
    // A direct key has neither: nothing is made that stays empty.
    if (!row->parameters.empty()) {
      SIGNET_TRY(addressee.parameters, jose::read_key_parameters(*row, header));
    }
    if (!form.encrypted_key.empty()) {
      SIGNET_TRY(addressee.encrypted_key, decode_part(form.encrypted_key, "encrypted_key"));
    }
    SIGNET_TRY(addressee.candidates, jose::ask(keys_, DecryptionQuery{.kid = header.text("kid"), .algorithm = row}));
    SIGNET_CHECK(keep_fitting(addressee.candidates, *row));
    trials_ += addressee.candidates.count;
    if (trials_ > kMaxKeyTrials) return fail(Errc::limit_exceeded, "recipients", &kTrialsRule);
    // One budget for all, so that many recipients do not multiply what one may ask for.
    iterations_ += addressee.parameters.p2c * addressee.candidates.count;
    if (iterations_ > kMaxIterations) return fail(Errc::limit_exceeded, "p2c");
    addressees_.push_back(std::move(addressee));
    return {};
  }

  bool has_addressee() const noexcept { return !addressees_.empty(); }

  struct Opened {
    Secret plaintext;
    std::shared_ptr<const DecryptionKey> key;
    std::size_t index;
  };
  /// Errors: decryption_failed(token) when any key was of use, else why the first was not.
  Result<Opened> open() const {
    std::optional<Error> reason;
    for (std::size_t recipient = 0; recipient < addressees_.size(); ++recipient) {
      const Addressee& addressee = addressees_[recipient];
      for (std::size_t i = 0; i < addressee.candidates.count; ++i) {
        const auto& key = addressee.candidates.keys[i];
        auto plaintext = try_key(*key, addressee);
        if (plaintext) return Opened{*std::move(plaintext), key, addressee.index};
        const bool first = !reason || plaintext.error().code == Errc::decryption_failed;
        if (first) reason = std::move(plaintext).error();
      }
    }
    return std::unexpected(*std::move(reason));
  }

 private:
  /// A key that names another content encryption is none; a source must not widen the choice that policy has made.
  Result<> keep_fitting(DecryptionCandidates& candidates, const KeyManagementAlgorithm& row) const {
    std::size_t kept = 0;
    Result<> reason = fail(Errc::key_not_found, "kid");
    for (std::size_t i = 0; i < candidates.count; ++i) {
      auto& key = candidates.keys[i];
      if (!key || &key->algorithm() != &row) continue;
      if (auto fits = check_key(*key, row); !fits) {
        reason = std::move(fits);
        continue;
      }
      candidates.keys[kept++] = std::move(key);
    }
    candidates.count = kept;
    return kept > 0 ? Result<>() : reason;
  }

  Result<> check_key(const DecryptionKey& key, const KeyManagementAlgorithm& row) const {
    SIGNET_CHECK(key.check_encryption(*content_.enc));
    // A CEK that A128GCMKW and its like have wrapped is a ciphertext of AES-GCM without additional data. Were it opened
    // as a content, that CEK would be handed out as the plaintext.
    const bool ambiguous =
        row.mode == KeyManagementMode::direct_encryption && content_.authenticated().empty() && !key.names_algorithm();
    if (ambiguous) return fail(Errc::key_mismatch, "alg", &kOneUseRule);
    return {};
  }

  Result<Secret> try_key(const DecryptionKey& key, const Addressee& addressee) const {
    auto content_key = key.prepared().open(*content_.enc, addressee.parameters, addressee.encrypted_key);
    if (!content_key && content_key.error().code != Errc::decryption_failed) {
      return std::unexpected(std::move(content_key).error());
    }
    if (!crypto::is_direct(key.algorithm())) {
      //= rfc7516#11.5 substitute a randomly generated CEK and proceed: the same work and answer, whatever failed
      SIGNET_TRY(const Secret other, crypto::random_secret(content_.enc->key_octets));
      // One CEK is prepared in any case: a second one would tell by its time that the first was good.
      if (!content_key) content_key = crypto::make_content_key(*content_.enc, other);
    }
    if (!content_key) return std::unexpected(std::move(content_key).error());
    return (*content_key)
        ->decrypt(content_.iv.view(), content_.authenticated(), content_.ciphertext, content_.tag.view());
  }

  const DecryptionKeySource& keys_;
  const Policy& policy_;
  const Content& content_;
  jose::MostlyOne<Addressee> addressees_;
  std::size_t trials_ = 0;
  std::uint64_t iterations_ = 0;
};

Result<Opener::Opened> open_for_one(const jose::JweForm& form, const Reading& reading, Opener& opener) {
  std::optional<Error> first;
  for (std::size_t index = 0; index < form.recipients.size(); ++index) {
    auto added = opener.add(index, reading.headers[index], form.recipients[index]);
    if (added) continue;
    if (!passes_over(added.error())) return std::unexpected(std::move(added).error());
    if (!first) first = std::move(added).error();
  }
  if (!opener.has_addressee()) return std::unexpected(*std::move(first));
  return opener.open();
}

}  // namespace

Result<> check_policy(const Policy& policy) {
  if (policy.algorithms.empty()) return fail(Errc::policy_incomplete, "alg");
  if (policy.encryptions.empty()) return fail(Errc::policy_incomplete, "enc");
  if (policy.max_size > kMaxSize) return fail(Errc::limit_exceeded, "max_size");
  if (policy.max_inflated > kMaxSize) return fail(Errc::limit_exceeded, "max_inflated");
  return {};
}

Result<Decrypted> open(const jose::JweForm& form, const DecryptionKeySource& keys, const Policy& policy) {
  json::Document document;
  SIGNET_CHECK(jose::read_shared_headers(form, document));
  SIGNET_TRY(const Reading reading, read_headers(form, document.root(), policy));
  SIGNET_TRY(Content content, read_content(form, document.root(), reading.enc, policy));
  Opener opener(keys, policy, content);
  SIGNET_TRY(Opener::Opened opened, open_for_one(form, reading, opener));
  if (content.compressed) {
    SIGNET_TRY(opened.plaintext, codec::inflate(opened.plaintext.expose(), policy.max_inflated));
  }
  const jose::RecipientForm& recipient = form.recipients[opened.index];
  return Opening::make(std::move(opened.plaintext), std::move(opened.key),
                       {.proven = std::move(document),
                        .shared = form.unprotected,
                        .own = recipient.header,
                        .aad = std::move(content.aad),
                        .enc = content.enc,
                        .recipient = opened.index});
}

}  // namespace signet::jwe
