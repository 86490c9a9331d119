#include "jose/jwe_encrypt.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "codec/deflate.h"
#include "crypto/key_management.h"
#include "crypto/random.h"
#include "jose/jwe_write.h"
#include "jose/key_parameters.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::jwe {
namespace {

constexpr Rule kOneRecipientRule{"RFC 7516 4.1.1", "dir and ECDH-ES give the key itself, so there is one recipient"};

// What a JWE may have beside its ciphertext.
constexpr std::size_t kOverhead = 2u << 20;

/// The key for the content, and what each recipient gets to have it.
struct Managed {
  std::shared_ptr<const crypto::ContentKey> content_key;
  std::vector<crypto::ManagedKey> recipients;
};

Result<Secret> draw(ByteView given, std::size_t octets) {
  if (!given.empty()) return Secret::copy_of(given);
  return crypto::random_secret(octets);
}

/// What is wrong with a recipient whatever the key. The bound on iterations is that of a reader: one for all.
Result<> check_recipient(const Recipient& recipient, const ContentEncryption& enc, bool legacy,
                         std::uint64_t& iterations) {
  if (recipient.key->algorithm().legacy && !legacy) return fail(Errc::alg_not_allowed, "alg");
  SIGNET_CHECK(recipient.key->check_encryption(enc));
  SIGNET_CHECK(jose::check_party_info(recipient.apu, recipient.apv));
  const auto needed = recipient.key->algorithm().parameters;
  if (std::ranges::find(needed, "p2c") == needed.end()) return {};
  SIGNET_CHECK(jose::check_iterations(recipient.iterations));
  iterations += recipient.iterations;
  if (iterations > kMaxIterations) return fail(Errc::limit_exceeded, "p2c");
  return {};
}

crypto::KeyRequest request_for(const Recipient& recipient, const ContentEncryption& enc, const Preset& preset) {
  return {.enc = &enc,
          .cek = nullptr,
          .apu = recipient.apu,
          .apv = recipient.apv,
          .p2c = recipient.iterations,
          .ephemeral = preset.ephemeral,
          .iv = preset.wrap_iv,
          .p2s = preset.p2s};
}

Result<Managed> manage(std::span<const Recipient> recipients, const ContentEncryption& enc, bool legacy,
                       const Preset& preset) {
  if (!enc.available()) return fail(Errc::alg_unavailable, enc.name);
  std::uint64_t iterations = 0;
  for (const Recipient& recipient : recipients) {
    SIGNET_CHECK(check_recipient(recipient, enc, legacy, iterations));
    if (crypto::is_direct(recipient.key->algorithm()) && recipients.size() > 1) {
      return fail(Errc::header_parameter, "alg", &kOneRecipientRule);
    }
  }
  Managed managed;
  SIGNET_TRY(const Secret cek, draw(preset.cek, enc.key_octets));
  for (const Recipient& recipient : recipients) {
    crypto::KeyRequest request = request_for(recipient, enc, preset);
    if (!crypto::is_direct(recipient.key->algorithm())) request.cek = &cek;
    SIGNET_TRY(crypto::ManagedKey made, recipient.key->prepared().manage(request));
    managed.content_key = made.content_key;
    managed.recipients.push_back(std::move(made));
  }
  if (!managed.content_key) {
    SIGNET_TRY(managed.content_key, crypto::make_content_key(enc, cek));
  }
  return managed;
}

Result<crypto::Sealed> seal(ByteView plaintext, const crypto::ContentKey& key, ByteView iv,
                            std::string_view authenticated, bool compress) {
  if (!compress) return key.encrypt(iv, as_bytes(authenticated), plaintext);
  SIGNET_TRY(const Secret smaller, codec::deflate(plaintext));
  return key.encrypt(iv, as_bytes(authenticated), smaller.expose());
}

Result<> check_sizes(ByteView plaintext, const Options& options) {
  // base64url makes four of three; what a reader of ours would refuse is not made.
  constexpr std::size_t kMaxPlaintext = (kMaxSize - kOverhead) / 4 * 3;
  if (plaintext.size() > kMaxPlaintext) return fail(Errc::limit_exceeded, "plaintext");
  if (options.aad && options.aad->size() > kMaxHeader) return fail(Errc::limit_exceeded, "aad");
  return {};
}

/// A JWE in its parts, ready to be written.
struct Parts {
  std::string proven;  // base64url
  std::string shared;  // JSON, or empty
  std::string iv, ciphertext, tag, aad;
  std::vector<crypto::ManagedKey> recipients;
};

enum class HeaderPlace : bool { recipient, proven };

Result<std::string> make_protected(std::span<const Recipient> recipients, const Managed& managed,
                                   const ContentEncryption& enc, const Options& options, HeaderPlace place) {
  json::Writer out;
  out.begin_object();
  if (place == HeaderPlace::proven) {
    SIGNET_CHECK(jose::write_recipient_members(out, recipients.front(), managed.recipients.front().parameters));
  }
  SIGNET_CHECK(jose::write_content_members(out, enc, options));
  out.end_object();
  SIGNET_CHECK(jose::check_header_size(out.text()));
  return out.take_string();
}

Result<Parts> make_parts(ByteView plaintext, std::span<const Recipient> recipients, const ContentEncryption& enc,
                         const Options& options, const Preset& preset, HeaderPlace place) {
  SIGNET_CHECK(check_sizes(plaintext, options));
  SIGNET_TRY(Managed managed, manage(recipients, enc, options.legacy, preset));
  SIGNET_TRY(const std::string proven, make_protected(recipients, managed, enc, options, place));
  Parts parts;
  SIGNET_TRY(parts.shared, jose::make_shared_header(options.unprotected_json, proven));
  parts.proven = base64url::encode(as_bytes(proven));
  std::string authenticated = parts.proven;
  if (options.aad && !options.aad->empty()) {
    parts.aad = base64url::encode(*options.aad);
    authenticated += '.';
    authenticated += parts.aad;
  }
  SIGNET_TRY(const Secret iv, draw(preset.iv, enc.iv_octets));
  SIGNET_TRY(const crypto::Sealed sealed,
             seal(plaintext, *managed.content_key, iv.expose(), authenticated, options.compress));
  parts.iv = base64url::encode(iv.expose());
  parts.ciphertext = base64url::encode(sealed.ciphertext);
  parts.tag = base64url::encode(sealed.tag);
  parts.recipients = std::move(managed.recipients);
  return parts;
}

void write_encrypted_key(json::Writer& out, const crypto::ManagedKey& key) {
  if (!key.encrypted_key.empty()) out.member("encrypted_key", base64url::encode(key.encrypted_key));
}

Result<> write_recipient(json::Writer& out, const Recipient& recipient, const crypto::ManagedKey& key) {
  json::Writer header;
  header.begin_object();
  SIGNET_CHECK(jose::write_recipient_members(header, recipient, key.parameters));
  header.end_object();
  SIGNET_CHECK(jose::check_header_size(header.text()));
  out.begin_object().key("header").raw(header.text());
  write_encrypted_key(out, key);
  out.end_object();
  return {};
}

void write_content(json::Writer& out, const Parts& parts) {
  if (!parts.aad.empty()) out.member("aad", parts.aad);
  out.member("iv", parts.iv).member("ciphertext", parts.ciphertext).member("tag", parts.tag);
}

void write_headers(json::Writer& out, const Parts& parts) {
  out.member("protected", parts.proven);
  if (!parts.shared.empty()) out.key("unprotected").raw(parts.shared);
}

Result<> check_compact(const Options& options) {
  if (!options.unprotected_json.empty()) return fail(Errc::header_parameter, "unprotected");
  if (options.aad) return fail(Errc::header_parameter, "aad");
  return {};
}

}  // namespace

Result<std::string> encrypt_compact(ByteView plaintext, const Recipient& recipient, const ContentEncryption& enc,
                                    const Options& options, const Preset& preset) {
  SIGNET_CHECK(check_compact(options));
  SIGNET_TRY(const Parts parts,
             make_parts(plaintext, std::span(&recipient, 1), enc, options, preset, HeaderPlace::proven));
  std::string token = parts.proven;
  token.reserve(token.size() + parts.ciphertext.size() + 1024);
  token += '.';
  base64url::append(token, parts.recipients.front().encrypted_key);
  for (const std::string* part : {&parts.iv, &parts.ciphertext, &parts.tag}) {
    token += '.';
    token += *part;
  }
  return token;
}

Result<std::string> encrypt_flattened(ByteView plaintext, const Recipient& recipient, const ContentEncryption& enc,
                                      const Options& options, const Preset& preset) {
  SIGNET_TRY(const Parts parts,
             make_parts(plaintext, std::span(&recipient, 1), enc, options, preset, HeaderPlace::proven));
  json::Writer out;
  out.begin_object();
  write_headers(out, parts);
  write_encrypted_key(out, parts.recipients.front());
  write_content(out, parts);
  out.end_object();
  return out.take_string();
}

Result<std::string> encrypt_general(ByteView plaintext, std::span<const Recipient> recipients,
                                    const ContentEncryption& enc, const Options& options, const Preset& preset) {
  if (recipients.empty()) return fail(Errc::malformed_token, "recipients");
  if (recipients.size() > kMaxRecipients) return fail(Errc::limit_exceeded, "recipients");
  SIGNET_TRY(const Parts parts, make_parts(plaintext, recipients, enc, options, preset, HeaderPlace::recipient));
  json::Writer out;
  out.begin_object();
  write_headers(out, parts);
  out.key("recipients").begin_array();
  for (std::size_t i = 0; i < recipients.size(); ++i)
    SIGNET_CHECK(write_recipient(out, recipients[i], parts.recipients[i]));
  out.end_array();
  write_content(out, parts);
  out.end_object();
  return out.take_string();
}

Result<std::string> encrypt_compact(ByteView plaintext, const Recipient& recipient, const ContentEncryption& enc,
                                    const Options& options) {
  return encrypt_compact(plaintext, recipient, enc, options, Preset{});
}

Result<std::string> encrypt_flattened(ByteView plaintext, const Recipient& recipient, const ContentEncryption& enc,
                                      const Options& options) {
  return encrypt_flattened(plaintext, recipient, enc, options, Preset{});
}

Result<std::string> encrypt_general(ByteView plaintext, std::span<const Recipient> recipients,
                                    const ContentEncryption& enc, const Options& options) {
  return encrypt_general(plaintext, recipients, enc, options, Preset{});
}

}  // namespace signet::jwe
