// Signatures by pieces are those of the whole, for every row that can be streamed.
#include <algorithm>
#include <memory>
#include <vector>

#include <openssl/err.h>

#include "signature_support.h"

namespace signet::test {
namespace {

constexpr std::string_view kStreamed[] = {"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256",
                                          "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K"};

Bytes message_of(std::size_t size) {
  Bytes message(size);
  for (std::size_t i = 0; i < size; ++i) message[i] = static_cast<std::uint8_t>(i * 7 + 3);
  return message;
}

/// Calls `take` with pieces of `size` octets, and of what is left.
template <class Take>
void in_pieces(ByteView message, std::size_t size, Take take) {
  for (std::size_t at = 0; at < message.size(); at += size) {
    take(message.subspan(at, std::min(size, message.size() - at)));
    take(ByteView{});
  }
}

bool verifies(const PreparedVerify& key, ByteView message, std::size_t size, ByteView signature) {
  const auto stream = key.begin();
  in_pieces(message, size, [&](ByteView piece) { stream->update(piece); });
  return stream->finish(signature);
}

class EveryStream : public testing::TestWithParam<std::string_view> {
 protected:
  KeyMaterial::Ptr key = generated(GetParam());
  Verifying verifier = prepare_verify(GetParam(), key).value();
  Signing signer = prepare_sign(GetParam(), key).value();
  Bytes message = message_of(300);
  Bytes signature = signer->sign(message).value();
};
INSTANTIATE_TEST_SUITE_P(Rows, EveryStream, testing::ValuesIn(kStreamed),
                         [](const auto& rows) { return std::string(rows.param); });

TEST_P(EveryStream, TakesPiecesOfEverySize) {
  for (const std::size_t size : {1u, 2u, 3u, 63u, 64u, 65u, 127u, 128u, 129u, 299u, 300u}) {
    EXPECT_TRUE(verifies(*verifier, message, size, signature)) << size;
    const auto stream = signer->begin();
    in_pieces(message, size, [&](ByteView piece) { EXPECT_TRUE(stream->update(piece)); });
    EXPECT_TRUE(verifier->verify(message, stream->finish().value())) << size;
  }
}

TEST_P(EveryStream, TakesAnEmptyMessage) {
  const Bytes made = signer->begin()->finish().value();
  EXPECT_TRUE(verifier->verify({}, made));
  EXPECT_TRUE(verifier->begin()->finish(made));
  EXPECT_FALSE(verifier->begin()->finish(signature));
}

TEST_P(EveryStream, RefusesOtherMessagesAndSignatures) {
  EXPECT_FALSE(verifies(*verifier, ByteView(message).first(299), 64, signature));
  EXPECT_FALSE(verifies(*verifier, ByteView(message).last(299), 64, signature));
  Bytes changed = message;
  changed.back() ^= 1;
  EXPECT_FALSE(verifies(*verifier, changed, 64, signature));
  changed = message;
  changed.push_back(0);
  EXPECT_FALSE(verifies(*verifier, changed, 64, signature));
  for (std::size_t i = 0; i < signature.size(); i += 7) {
    Bytes wrong = signature;
    wrong[i] ^= 0x80;
    EXPECT_FALSE(verifies(*verifier, message, 64, wrong)) << i;
  }
  EXPECT_FALSE(verifies(*verifier, message, 64, {}));
  EXPECT_FALSE(verifies(*verifier, message, 64, ByteView(signature).first(signature.size() - 1)));
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST_P(EveryStream, EndsOnce) {
  for (const bool right_first : {true, false}) {
    const auto stream = verifier->begin();
    stream->update(message);
    EXPECT_EQ(stream->finish(right_first ? ByteView(signature) : ByteView{}), right_first);
    EXPECT_FALSE(stream->finish(signature));
    EXPECT_FALSE(stream->finish({}));
    stream->update(message);
    EXPECT_FALSE(stream->finish(signature));
  }
  const auto signing = signer->begin();
  EXPECT_TRUE(signing->update(message));
  EXPECT_TRUE(signing->finish());
  EXPECT_TRUE(signing->update(message));
  EXPECT_EQ(outcome(signing->finish()), "internal(sign)");
}

TEST_P(EveryStream, ManyLiveSideBySideAndMayBeGivenUp) {
  std::vector<std::unique_ptr<VerificationStream>> streams;
  for (std::size_t i = 0; i < 40; ++i) {
    streams.push_back(verifier->begin());
    streams.back()->update(ByteView(message).first(i));
    const auto abandoned = signer->begin();
    EXPECT_TRUE(abandoned->update(message));
  }
  EXPECT_TRUE(verifier->verify(message, signature)) << "while others are open";
  for (std::size_t i = 0; i < streams.size(); i += 2) {
    streams[i]->update(ByteView(message).subspan(i));
    EXPECT_TRUE(streams[i]->finish(signature)) << i;
  }
  streams.clear();
  EXPECT_TRUE(verifier->verify(message, signature)) << "after some were given up";
  EXPECT_TRUE(verifies(*verifier, message, 50, signer->sign(message).value()));
}

TEST(SignatureStreams, EverySignatureThatNeedsTheWholeInputSaysSo) {
  for (const SignatureAlgorithm* const algorithm : crypto::signature_rows()) {
    if (std::ranges::find(kStreamed, algorithm->name) != std::end(kStreamed)) continue;
    if (!algorithm->available()) continue;
    const KeyMaterial::Ptr key = generated(algorithm->name);
    EXPECT_EQ(prepare_verify(algorithm->name, key).value()->begin(), nullptr) << algorithm->name;
    EXPECT_EQ(prepare_sign(algorithm->name, key).value()->begin(), nullptr) << algorithm->name;
  }
}

}  // namespace
}  // namespace signet::test
