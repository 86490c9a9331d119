// A detached payload by pieces gives what the functions for the whole payload give.
#include "signet/jws_stream.h"

#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "jose_support.h"

namespace signet::test {
namespace {

constexpr std::string_view kStreamed[] = {"HS256", "HS384", "HS512", "RS256", "RS384", "RS512",
                                          "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"};
constexpr std::string_view kSame[] = {"HS256", "HS384", "HS512", "RS256", "RS384", "RS512"};  // no nonce

Bytes payload_of(std::size_t size) {
  Bytes payload(size);
  for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::uint8_t>(i * 89 + 5);
  return payload;
}

using Pieces = std::vector<ByteView>;

Pieces pieces_of(ByteView payload, std::size_t size) {
  Pieces pieces;
  for (std::size_t at = 0; at < payload.size(); at += size)
    pieces.push_back(payload.subspan(at, std::min(size, payload.size() - at)));
  return pieces;
}

Pieces random_pieces(ByteView payload, std::mt19937& random) {
  Pieces pieces;
  while (!payload.empty()) {
    pieces.push_back(payload.first(std::min<std::size_t>(random() % 9, payload.size())));
    payload = payload.subspan(pieces.back().size());
  }
  return pieces;
}

Result<std::string> sign(const Signer& signer, const Pieces& pieces, const jws::HeaderOptions& options) {
  auto stream = jws::DetachedSigner::begin_compact(signer, options);
  if (!stream) return std::unexpected(stream.error());
  for (const ByteView piece : pieces) EXPECT_EQ(outcome(stream->update(Bytes(piece.begin(), piece.end()))), "ok");
  return stream->finish();
}

Result<jws::VerifiedSignature> verify(std::string_view token, const Pieces& pieces, const KeySource& keys,
                                      const AlgorithmSet& allowed) {
  auto stream = jws::DetachedVerifier::begin_compact(token, keys, allowed);
  if (!stream) return std::unexpected(stream.error());
  for (const ByteView piece : pieces) {
    EXPECT_EQ(outcome(stream->update_unverified(Bytes(piece.begin(), piece.end()))), "ok");
  }
  return stream->finish();
}

class EveryStream : public testing::TestWithParam<std::tuple<std::string_view, bool>> {
 protected:
  std::string_view alg = std::get<0>(GetParam());
  jws::HeaderOptions options{.typ = "example", .unencoded_payload = std::get<1>(GetParam())};
  std::shared_ptr<const Signer> signer = key_for(alg).signer(row(alg)).value();
  JwkSet keys = set_of({shown(key_for(alg))});
  AlgorithmSet allowed = rows({alg});

  bool is_same_each_time() const { return std::ranges::find(kSame, alg) != std::end(kSame); }
  std::string signed_whole(ByteView payload) const {
    return jws::sign_compact_detached(payload, *signer, options).value();
  }
  std::string whole(std::string_view token, ByteView payload) const {
    return outcome(jws::verify_compact_detached(token, payload, keys, allowed));
  }
  std::string streamed(std::string_view token, const Pieces& pieces) const {
    return outcome(verify(token, pieces, keys, allowed));
  }
};
INSTANTIATE_TEST_SUITE_P(Rows, EveryStream, testing::Combine(testing::ValuesIn(kStreamed), testing::Bool()),
                         [](const auto& rows) {
                           return std::string(std::get<0>(rows.param)) + (std::get<1>(rows.param) ? "Raw" : "");
                         });

TEST_P(EveryStream, SignsAsTheWholeIsSigned) {
  for (const std::size_t size : {0u, 1u, 2u, 3u, 4u, 63u, 64u, 65u}) {
    const Bytes payload = payload_of(size);
    for (const std::size_t piece : {1u, 2u, 3u, 4u, 63u, 64u, 65u}) {
      const std::string token = sign(*signer, pieces_of(payload, piece), options).value();
      EXPECT_EQ(whole(token, payload), "ok") << size << " by " << piece;
      EXPECT_TRUE(!is_same_each_time() || token == signed_whole(payload));
      if (piece > size) break;
    }
  }
}

TEST_P(EveryStream, VerifiesWhatVerifiesWhole) {
  for (const std::size_t size : {0u, 1u, 2u, 3u, 4u, 63u, 64u, 65u, 10'000u}) {
    const Bytes payload = payload_of(size);
    const std::string token = signed_whole(payload);
    for (const std::size_t piece : {1u, 2u, 3u, 4u, 63u, 64u, 65u, 10'000u}) {
      EXPECT_EQ(streamed(token, pieces_of(payload, piece)), "ok") << size << " by " << piece;
    }
  }
}

TEST_P(EveryStream, RandomPiecesWithEmptyOnesAmongThem) {
  std::mt19937 random(11);  // NOLINT(bugprone-random-generator-seed): the same pieces every time
  const Bytes payload = payload_of(1000);
  const std::string token = signed_whole(payload);
  for (int round = 0; round < 10; ++round) {
    EXPECT_EQ(streamed(token, random_pieces(payload, random)), "ok");
  }
  const std::string made = sign(*signer, random_pieces(payload, random), options).value();
  EXPECT_EQ(whole(made, payload), "ok");
}

TEST_P(EveryStream, RefusesEveryOtherPayload) {
  const Bytes payload = payload_of(100);
  const std::string token = signed_whole(payload);
  Bytes last = payload;
  last.back() ^= 1;
  Bytes longer = payload;
  longer.push_back(0);
  const ByteView view = payload;
  for (const ByteView other : {ByteView(last), ByteView(longer), view.first(99), view.last(99), view.first(0)}) {
    EXPECT_EQ(streamed(token, pieces_of(other, 7)), "bad_signature");
    EXPECT_EQ(whole(token, other), "bad_signature");
  }
  const std::string encoded = base64url::encode(payload);
  EXPECT_EQ(streamed(token, {as_bytes(encoded)}), "bad_signature");
}

TEST_P(EveryStream, RefusesWrongSignaturesAndHeaders) {
  const Bytes payload = payload_of(100);
  const std::string token = signed_whole(payload);
  const std::size_t at = token.rfind('.') + 1;
  for (const std::size_t place : {at, at + 9}) {
    std::string wrong = token;
    wrong[place] = wrong[place] == 'A' ? 'B' : 'A';
    EXPECT_EQ(streamed(wrong, {payload}), "bad_signature");
    EXPECT_EQ(whole(wrong, payload), "bad_signature");
  }
  Bytes octets = base64url::decode(std::string_view(token).substr(at)).value();
  octets.pop_back();
  const std::string cut = token.substr(0, at) + base64url::encode(octets);
  EXPECT_EQ(whole(cut, payload), "bad_signature");
  EXPECT_EQ(streamed(cut, {payload}), "bad_signature");
  jws::HeaderOptions other = options;
  other.unencoded_payload = !other.unencoded_payload;
  const std::string other_token = jws::sign_compact_detached(payload, *signer, other).value();
  const std::string swapped = other_token.substr(0, other_token.find('.')) + token.substr(token.find('.'));
  EXPECT_EQ(streamed(swapped, {payload}), "bad_signature");
}

TEST_P(EveryStream, SaysWhatTheWholeSays) {
  const Bytes payload = payload_of(100);
  const std::string token = signed_whole(payload);
  const auto streamed_result = verify(token, {payload}, keys, allowed);
  const auto whole_result = jws::verify_compact_detached(token, payload, keys, allowed);
  EXPECT_EQ(json::to_compact(streamed_result->header()), json::to_compact(whole_result->header()));
  EXPECT_EQ(streamed_result->algorithm(), alg);
  EXPECT_EQ(streamed_result->key_id(), whole_result->key_id());
  EXPECT_EQ(streamed_result->index(), 0U);
  EXPECT_FALSE(streamed_result->unproven_header());
}

/// Gives out all of its keys, right or wrong, and counts nothing of the query.
class AllOfThem final : public KeySource {
 public:
  explicit AllOfThem(std::initializer_list<std::shared_ptr<const VerificationKey>> keys) {
    for (const auto& key : keys) candidates_.keys[candidates_.count++] = key;
  }
  Result<KeyCandidates> find(const KeyQuery&) const override { return candidates_; }

 private:
  KeyCandidates candidates_;
};

TEST_P(EveryStream, FlattenedAsTheWholeIs) {
  const Bytes payload = payload_of(300);
  const jws::SignatureRequest request{
      .signer = signer.get(), .header = options, .unprotected_json = R"({"jku":"https://example.com/k"})"};
  auto signing = jws::DetachedSigner::begin_flattened(request).value();
  for (const ByteView piece : pieces_of(payload, 64)) EXPECT_EQ(outcome(signing.update(piece)), "ok");
  const std::string made = signing.finish().value();
  EXPECT_EQ(outcome(jws::verify_flattened_detached(made, payload, keys, allowed)), "ok");
  const std::string whole = jws::sign_flattened_detached(payload, request).value();
  EXPECT_TRUE(!is_same_each_time() || made == whole);

  for (const std::size_t size : {300u, 299u}) {
    auto verifying = jws::DetachedVerifier::begin_flattened(whole, keys, allowed).value();
    for (const ByteView piece : pieces_of(ByteView(payload).first(size), 7)) {
      EXPECT_EQ(outcome(verifying.update_unverified(piece)), "ok");
    }
    const auto verified = verifying.finish();
    EXPECT_EQ(outcome(verified), size == 300 ? "ok" : "bad_signature");
    if (!verified) continue;
    EXPECT_EQ(verified->unproven_header()->find("jku")->string(), "https://example.com/k");
  }
}

TEST(Streams, AFlattenedTokenIsReadAsByTheFunctionsForTheWhole) {
  const JwkSet keys = set_of({key_for("HS256")});
  const auto signer = key_for("HS256").signer().value();
  const std::string token = jws::sign_flattened_detached({}, {.signer = signer.get()}).value();
  const std::string tokens[] = {
      token,
      "",
      "[]",
      replaced(token, "{", R"({"payload":"",)"),
      replaced(token, "{", R"({"signatures":[],)"),
      replaced(token, "{", R"({"header":{"alg":"HS256"},)"),
      replaced(token, "{", R"({"header":{"kid":"other"},)"),
      replaced(token, "protected", "unprotected"),
      replaced(token, "\"signature\":\"", "\"signature\":\"A"),
      jws::sign_compact_detached({}, *signer).value(),
  };
  for (const std::string& text : tokens) {
    auto stream = jws::DetachedVerifier::begin_flattened(text, keys, rows({"HS256"}));
    const std::string expected = outcome(jws::verify_flattened_detached(text, {}, keys, rows({"HS256"})));
    EXPECT_EQ(stream ? outcome(stream->finish()) : to_string(stream.error()), expected) << text;
  }
  EXPECT_EQ(
      outcome(jws::DetachedSigner::begin_flattened({.signer = signer.get(), .unprotected_json = R"({"b64":true})"})),
      "header_parameter(b64)");
}

TEST(Streams, EachCandidateIsTried) {
  const Bytes payload = payload_of(500);
  for (const std::string_view alg : {"ES256", "HS256"}) {
    const Key& right = key_for(alg);
    const Key wrong = Key::generate({.alg = alg}).value();
    const auto prepared = [&](const Key& key) { return shown(key).prepare(row(alg)).value(); };
    const std::string token = jws::sign_compact_detached(payload, *right.signer(row(alg)).value()).value();
    const auto result = [&](const KeySource& keys) {
      return outcome(verify(token, pieces_of(payload, 64), keys, rows({alg, "ES384"})));
    };
    EXPECT_EQ(result(AllOfThem{prepared(wrong), prepared(right)}), "ok");
    EXPECT_EQ(result(AllOfThem{prepared(right), prepared(wrong)}), "ok");
    EXPECT_EQ(result(AllOfThem{prepared(wrong), prepared(wrong), prepared(wrong), prepared(right)}), "ok");
    EXPECT_EQ(result(AllOfThem{prepared(wrong), prepared(wrong)}), "bad_signature");
    EXPECT_EQ(result(AllOfThem{}), "bad_signature");
    // A source that hands out a key of another algorithm does not widen the choice.
    const auto other = shown(key_for("ES384")).prepare(row("ES384")).value();
    EXPECT_EQ(result(AllOfThem{other}), "bad_signature");
    EXPECT_EQ(result(AllOfThem{other, prepared(right)}), "ok");
  }
}

TEST(Streams, TheKeyOutlivesItsSource) {
  const Bytes payload = payload_of(500);
  const std::string token = jws::sign_compact_detached(payload, *key_for("ES256").signer().value()).value();
  auto keys = std::make_unique<JwkSet>(set_of({shown(key_for("ES256"))}));
  auto stream = jws::DetachedVerifier::begin_compact(token, *keys, rows({"ES256"}));
  keys.reset();
  EXPECT_EQ(outcome(stream->update_unverified(payload)), "ok");
  EXPECT_EQ(stream->finish()->key_id(), key_for("ES256").info().kid);
}

TEST(Streams, WhatNeedsTheWholePayloadSaysSoAtOnce) {
  const std::string token = jws::sign_compact_detached({}, *key_for("EdDSA").signer().value()).value();
  const JwkSet keys = set_of({shown(key_for("EdDSA"))});
  EXPECT_EQ(outcome(jws::DetachedVerifier::begin_compact(token, keys, rows({"EdDSA"}))),
            "streaming_unsupported(EdDSA)");
  EXPECT_EQ(outcome(jws::DetachedSigner::begin_compact(*key_for("EdDSA").signer().value())),
            "streaming_unsupported(EdDSA)");
}

/// A signer of somebody else, which was written before there were streams.
class OldSigner final : public Signer {
 public:
  std::string_view algorithm() const noexcept override { return "ES256"; }
  std::string_view kid() const noexcept override { return {}; }
  Result<Bytes> sign(ByteView) const override { return Bytes(64); }
};

/// One whose device goes away.
class FailingSigner final : public Signer {
 public:
  explicit FailingSigner(int updates) : updates_(updates) {}
  std::string_view algorithm() const noexcept override { return "ES256"; }
  std::string_view kid() const noexcept override { return {}; }
  Result<Bytes> sign(ByteView) const override { return Bytes(64); }
  Result<std::unique_ptr<SigningStream>> begin() const override {
    struct Stream final : SigningStream {
      explicit Stream(int updates) : left(updates) {}
      Result<> update(ByteView) override {
        if (left-- == 0) return fail(Errc::internal, "device");
        return {};
      }
      Result<Bytes> finish() override { return fail(Errc::internal, "device"); }
      int left;
    };
    return std::make_unique<Stream>(updates_);
  }

 private:
  int updates_;
};

TEST(Streams, SignersFromOutside) {
  EXPECT_EQ(outcome(jws::DetachedSigner::begin_compact(OldSigner())), "streaming_unsupported(ES256)");
  EXPECT_EQ(outcome(jws::DetachedSigner::begin_compact(FailingSigner(1))), "internal(device)");
  auto updating = jws::DetachedSigner::begin_compact(FailingSigner(2)).value();
  EXPECT_EQ(outcome(updating.update(payload_of(30))), "internal(device)");
  EXPECT_EQ(outcome(updating.update({})), "internal(device)") << "kept";
  EXPECT_EQ(outcome(updating.finish()), "internal(device)");
  auto finishing = jws::DetachedSigner::begin_compact(FailingSigner(100)).value();
  EXPECT_EQ(outcome(finishing.finish()), "internal(device)");
}

TEST(Streams, EndOnce) {
  const Bytes payload = payload_of(10);
  const auto signer = key_for("HS256").signer().value();
  auto signing = jws::DetachedSigner::begin_compact(*signer).value();
  EXPECT_EQ(outcome(signing.update(payload)), "ok");
  const std::string token = signing.finish().value();
  EXPECT_EQ(outcome(signing.update(payload)), "internal(stream)");
  EXPECT_EQ(outcome(signing.finish()), "internal(stream)");
  const JwkSet keys = set_of({key_for("HS256")});
  for (const bool good : {true, false}) {
    auto verifying = jws::DetachedVerifier::begin_compact(token, keys, rows({"HS256"})).value();
    EXPECT_EQ(outcome(verifying.update_unverified(ByteView(payload).first(good ? 10 : 9))), "ok");
    EXPECT_EQ(outcome(verifying.finish()), good ? "ok" : "bad_signature");
    EXPECT_EQ(outcome(verifying.update_unverified({})), "internal(stream)");
    EXPECT_EQ(outcome(verifying.finish()), "internal(stream)");
  }
}

TEST(Streams, MayBeMovedAndGivenUp) {
  const Bytes payload = payload_of(10'000);
  const auto signer = key_for("ES256").signer().value();
  const std::string token = jws::sign_compact_detached(payload, *signer).value();
  const JwkSet keys = set_of({shown(key_for("ES256"))});
  auto given_up = jws::DetachedSigner::begin_compact(*signer).value();
  EXPECT_EQ(outcome(given_up.update(payload)), "ok");
  auto first = jws::DetachedVerifier::begin_compact(token, keys, rows({"ES256"})).value();
  EXPECT_EQ(outcome(first.update_unverified(ByteView(payload).first(5000))), "ok");
  jws::DetachedVerifier second = std::move(first);
  EXPECT_EQ(outcome(second.update_unverified(ByteView(payload).subspan(5000))), "ok");
  EXPECT_EQ(outcome(second.finish()), "ok");
  EXPECT_EQ(outcome(first.finish()), "internal(stream)");  // NOLINT(bugprone-use-after-move): it is what is tested
}

TEST(Streams, SizesAreBoundedWhereTheCallerSaysSo) {
  const auto signer = key_for("HS256").signer().value();
  const JwkSet keys = set_of({key_for("HS256")});
  const Bytes payload = payload_of(100);
  const std::string token = jws::sign_compact_detached(payload, *signer).value();
  for (const std::size_t bound : {99u, 100u}) {
    const std::string expected = bound == 100 ? "ok" : "limit_exceeded(payload)";
    auto signing = jws::DetachedSigner::begin_compact(*signer, {}, bound).value();
    EXPECT_EQ(outcome(signing.update(ByteView(payload).first(60))), "ok");
    EXPECT_EQ(outcome(signing.update(ByteView(payload).subspan(60))), expected);
    EXPECT_EQ(outcome(signing.finish()), expected);
    auto verifying = jws::DetachedVerifier::begin_compact(token, keys, rows({"HS256"}), bound).value();
    EXPECT_EQ(outcome(verifying.update_unverified(ByteView(payload).first(60))), "ok");
    EXPECT_EQ(outcome(verifying.update_unverified(ByteView(payload).subspan(60))), expected);
    EXPECT_EQ(outcome(verifying.finish()), expected);
  }
}

TEST(Streams, ATokenIsReadAsByTheFunctionsForTheWhole) {
  const JwkSet keys = set_of({key_for("HS256")});
  const AlgorithmSet allowed = rows({"HS256"});
  const std::string token = jws::sign_compact_detached({}, *key_for("HS256").signer().value()).value();
  const std::string header = token.substr(0, token.find('.'));
  const std::string tokens[] = {
      "",
      "{}",
      "..",
      "...",
      header + "..",
      header + ".x." + token.substr(token.rfind('.') + 1),
      "." + token.substr(token.find('.')),
      token + ".",
      token + "=",
      b64(R"({"alg":"none"})") + "..AA",
      b64(R"({"alg":"HS384"})") + "..AA",
      b64(R"({"alg":"HS256","b64":false})") + "..AA",
      b64(R"({"alg":"HS256","b64":false,"crit":["b64","x"]})") + "..AA",
      b64(R"({"alg":"HS256","kid":"another"})") + "..AA",
      b64(R"({"alg":"HS256","alg":"HS256"})") + "..AA",
      header + ".." + std::string(5000, 'A'),
  };
  for (const std::string& text : tokens) {
    const std::string expected = outcome(jws::verify_compact_detached(text, {}, keys, allowed));
    EXPECT_EQ(outcome(verify(text, {}, keys, allowed)), expected) << text;
    EXPECT_NE(expected, "ok") << text;
  }
}

}  // namespace
}  // namespace signet::test
