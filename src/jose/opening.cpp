#include "jose/opening.h"

#include <utility>

#include "crypto/content_encryption.h"
#include "crypto/key_management.h"

namespace signet::jwe {
namespace {

std::optional<json::Document> copy_of(const std::optional<json::Value>& header) {
  if (!header) return std::nullopt;
  auto document = json::Document::parse(header->source());
  return document ? std::optional(*std::move(document)) : std::nullopt;
}

std::optional<json::Value> root_of(const std::optional<json::Document>& document) noexcept {
  return document ? std::optional(document->root()) : std::nullopt;
}

}  // namespace

std::optional<json::Value> Decrypted::shared_header() const noexcept {
  return root_of(shared_);
}

std::optional<json::Value> Decrypted::recipient_header() const noexcept {
  return root_of(recipient_header_);
}

std::optional<ByteView> Decrypted::aad() const noexcept {
  return aad_ ? std::optional<ByteView>(*aad_) : std::nullopt;
}

std::string_view Decrypted::key_id() const noexcept {
  return key_->kid();
}

bool Decrypted::has_shared_key() const noexcept {
  return key_->is_symmetric();
}

Decrypted Opening::make(Secret plaintext, std::shared_ptr<const DecryptionKey> key, Context context) {
  Decrypted made;
  made.plaintext_ = std::move(plaintext);
  made.protected_ = std::move(context.proven);
  made.shared_ = copy_of(context.shared);
  made.recipient_header_ = copy_of(context.own);
  made.aad_ = std::move(context.aad);
  made.algorithm_ = key->algorithm().name;
  made.encryption_ = context.enc->name;
  made.recipient_ = context.recipient;
  made.key_ = std::move(key);
  return made;
}

}  // namespace signet::jwe
