// An issuer with two keys, pages as it would make them, and pages that nobody should make.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "keys/feed_page.h"
#include "signet/jwk_set.h"
#include "signet/jws.h"
#include "signet/jwt.h"
#include "signet/key.h"
#include "signet/revocation.h"
#include "support.h"

namespace signet::test {

inline constexpr Timestamp kNow{std::chrono::seconds(1'800'000'000)};
inline constexpr std::string_view kIssuer = "https://issuer.example";
inline constexpr std::string_view kEpoch = "epoch-one";

inline Key new_key(std::string_view alg, std::string_view kid) {
  return Key::generate({.alg = alg}).value().with_info({.kid = std::string(kid), .alg = std::string(alg)}).value();
}

/// Keys "a" and "b" of the issuer.
inline const Key& issuer_key(std::string_view kid) {
  static const std::array<Key, 2> keys = {new_key("ES256", "a"), new_key("ES256", "b")};
  return keys[kid == "a" ? 0 : 1];
}
inline const Signer& issuer_signer(std::string_view kid = "a") {
  static const std::array<std::shared_ptr<const Signer>, 2> signers = {issuer_key("a").signer().value(),
                                                                       issuer_key("b").signer().value()};
  return *signers[kid == "a" ? 0 : 1];
}
inline std::shared_ptr<const KeySource> issuer_keys() {
  const std::array<Key, 2> keys = {issuer_key("a").public_key().value(), issuer_key("b").public_key().value()};
  return std::make_shared<const JwkSet>(JwkSet::of(keys));
}

/// A page of the issuer, entry by entry; the writer of the house.
struct PageText {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  bool more = false;
  std::vector<feed::PageEntry> entries = {};
  std::string_view epoch = kEpoch;
  std::string_view kid = "a";
  Timestamp now = kNow;
  std::string_view issuer = kIssuer;
  std::string_view audience = {};
};
inline std::string page_of(const PageText& text) {
  feed::PageWriter writer({text.issuer, text.epoch, text.audience, text.from});
  for (const feed::PageEntry& entry : text.entries) EXPECT_TRUE(writer.add(entry).value());
  return std::move(writer)
      .sign(text.to, text.more, text.now, std::chrono::seconds(60), issuer_signer(text.kid))
      .value();
}

/// Any claims and any typ, signed by the issuer.
inline std::string token_of(std::string_view claims, std::string_view kid = "a",
                            std::string_view typ = feed::kPageTyp) {
  return jws::sign_compact(as_bytes(claims), issuer_signer(kid), {.typ = typ}).value();
}

/// Something of the issuer, gone in an hour.
inline feed::PageEntry entry(std::uint64_t sequence, RevokedKind kind, std::string_view value,
                             std::optional<Timestamp> before = std::nullopt) {
  return {sequence, {kind, kIssuer, value, before, kNow + std::chrono::hours(1)}};
}

}  // namespace signet::test
