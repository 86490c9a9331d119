// Detached payloads by pieces, beside the bare digest of the octets that are signed.
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "harness.h"
#include "signet/base64url.h"
#include "signet/jwk_set.h"
#include "signet/jws_stream.h"

namespace signet::bench {
namespace {

constexpr std::size_t kPiece = 64u << 10;

struct Streamed {
  std::shared_ptr<const Signer> signer;
  JwkSet keys;
  AlgorithmSet allowed;
  jws::HeaderOptions options;
  std::string token;
};

template <class Take>
bool in_pieces(ByteView payload, Take take) {
  bool good = true;
  for (; !payload.empty(); payload = payload.subspan(std::min(kPiece, payload.size())))
    good &= take(payload.first(std::min(kPiece, payload.size()))).has_value();
  return good;
}

bool sign(const Streamed& how, ByteView payload) {
  auto stream = jws::DetachedSigner::begin_compact(*how.signer, how.options);
  return stream && in_pieces(payload, [&](ByteView piece) { return stream->update(piece); }) && stream->finish();
}

bool verify(const Streamed& how, ByteView payload) {
  auto stream = jws::DetachedVerifier::begin_compact(how.token, how.keys, how.allowed);
  return stream && in_pieces(payload, [&](ByteView piece) { return stream->update_unverified(piece); }) &&
         stream->finish();
}

Streamed make_streamed(std::string_view alg, ByteView payload, bool unencoded) {
  const Key key = need(Key::generate({.alg = alg}), alg);
  const Key shown = key.is_symmetric() ? key : need(key.public_key(), alg);
  Streamed made{need(key.signer(), alg),
                JwkSet::of({&shown, 1}),
                need(AlgorithmSet::of({&alg, 1}), alg),
                {.unencoded_payload = unencoded},
                {}};
  made.token = need(jws::sign_compact_detached(payload, *made.signer, made.options), alg);
  Bytes changed(payload.begin(), payload.end());
  changed.back() ^= 1;
  if (!verify(made, payload)) give_up("the stream refuses the good payload");
  if (verify(made, changed)) give_up("the stream accepts a changed payload");
  return made;
}

std::vector<Row> race_form(ByteView payload, bool unencoded, const Plan& plan) {
  const std::string encoded = unencoded ? std::string() : base64url::encode(payload);
  const ByteView hashed = unencoded ? payload : as_bytes(encoded);
  const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> md(EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free);
  std::vector<Entry> entries;
  entries.push_back({std::string(kRaw), [&] {
                       std::uint8_t out[EVP_MAX_MD_SIZE];
                       return EVP_Digest(hashed.data(), hashed.size(), out, nullptr, md.get(), nullptr) == 1;
                     }});
  for (const std::string_view alg : {"HS256", "ES256"}) {
    const auto streamed = std::make_shared<const Streamed>(make_streamed(alg, payload, unencoded));
    entries.push_back({std::string(alg) + " sign", [=] { return sign(*streamed, payload); }});
    entries.push_back({std::string(alg) + " verify", [=] { return verify(*streamed, payload); }});
  }
  const std::string group = std::string("stream of 1 MiB, ") + (unencoded ? "unencoded" : "as base64url");
  return race(group, std::move(entries), kRaw, plan);
}

}  // namespace

std::vector<Row> race_streams(const Plan& plan) {
  Bytes payload(kStreamedOctets);
  for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<std::uint8_t>(i * 31 + (i >> 8));
  std::vector<Row> rows = race_form(payload, true, plan);
  for (Row& row : race_form(payload, false, plan)) rows.push_back(std::move(row));
  return rows;
}

std::string stream_lines(const std::vector<Row>& rows) {
  std::string lines;
  for (const Row& row : rows) {
    if (!row.group.starts_with("stream")) continue;
    const auto speed = static_cast<std::size_t>(static_cast<double>(kStreamedOctets) / row.min_ns * 1000);
    lines += row.group + ", " + row.name + ": " + std::to_string(speed) + " MB of payload a second\n";
  }
  return lines;
}

}  // namespace signet::bench
