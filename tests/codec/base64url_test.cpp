#include "signet/base64url.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "support.h"

namespace signet {
namespace {

// Text in memory of exactly its size, so that a byte too many is seen by the sanitizer.
class Exact {
 public:
  explicit Exact(std::string_view text) : data_(new char[text.size()]), size_(text.size()) {
    std::ranges::copy(text, data_.get());
  }
  std::string_view view() const { return {data_.get(), size_}; }

 private:
  std::unique_ptr<char[]> data_;
  std::size_t size_;
};

// All three ways to decode must agree.
std::optional<Bytes> decode_all_ways(std::string_view text) {
  const Exact exact(text);
  auto bytes = base64url::decode(exact.view());
  auto secret = base64url::decode_secret(exact.view());
  const auto room = std::make_unique<std::uint8_t[]>(base64url::decoded_size(text.size()));
  auto size = base64url::decode_into(exact.view(), {room.get(), base64url::decoded_size(text.size())});
  EXPECT_EQ(bytes.has_value(), secret.has_value()) << text;
  EXPECT_EQ(bytes.has_value(), size.has_value()) << text;
  if (!bytes || !secret || !size) {
    EXPECT_EQ(test::outcome(bytes), "malformed_base64url") << text;
    EXPECT_EQ(test::outcome(secret), "malformed_base64url") << text;
    EXPECT_EQ(test::outcome(size), "malformed_base64url") << text;
    return std::nullopt;
  }
  EXPECT_TRUE(std::ranges::equal(*bytes, secret->expose())) << text;
  EXPECT_TRUE(std::ranges::equal(*bytes, std::span(room.get(), *size))) << text;
  return *bytes;
}

TEST(Base64url, Vectors) {
  const auto document = test::parse_vector("base64url/cases.json");
  std::size_t count = 0;
  for (const auto item : document.root().find("cases")->elements()) {
    ++count;
    const std::string_view text = *item.find("b64u")->string();
    const auto octets = decode_all_ways(text);
    ASSERT_EQ(octets.has_value(), item.find("expected")->string() == "valid") << item.source();
    if (!octets) continue;
    EXPECT_EQ(*octets, test::from_hex(*item.find("octets_hex")->string())) << item.source();
    EXPECT_EQ(base64url::encode(*octets), text);
  }
  EXPECT_EQ(count, 321u);
}

// Every text of up to four characters over a small alphabet: accepted exactly when encoding gives it back.
TEST(Base64url, OneSpellingOfEachValue) {
  constexpr std::string_view kSome = "AQgwB_-=+/\n";
  std::vector<std::string> texts{""};
  for (std::size_t i = 0; i < texts.size() && texts[i].size() < 4; ++i)
    for (const char c : kSome) texts.push_back(texts[i] + c);
  std::map<Bytes, std::string> seen;
  for (const std::string& text : texts) {
    const auto octets = decode_all_ways(text);
    if (!octets) continue;
    EXPECT_EQ(base64url::encode(*octets), text);
    EXPECT_TRUE(seen.emplace(*octets, text).second) << text;
  }
  EXPECT_GT(seen.size(), 2000u);
}

TEST(Base64url, RefusesEveryOtherByteAtEveryPlace) {
  const std::string good = "QUJDREVGR0hJSktM";
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (std::size_t at = 0; at < 8; ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text = good;
      text[at] = static_cast<char>(byte);
      EXPECT_EQ(base64url::decode(text).has_value(), kAlphabet.find(text[at]) != std::string_view::npos) << byte;
    }
  }
}

TEST(Base64url, SizesAgreeWithTheText) {
  Bytes octets;
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string text = base64url::encode(octets);
    EXPECT_EQ(text.size(), base64url::encoded_size(size));
    EXPECT_EQ(base64url::decoded_size(text.size()), size);
    EXPECT_EQ(decode_all_ways(text), octets);
    octets.push_back(static_cast<std::uint8_t>(size * 37 + 255));
  }
}

TEST(Base64url, AppendKeepsWhatIsThere) {
  std::string text = "a.";
  base64url::append(text, as_bytes("foob"));
  EXPECT_EQ(text, "a.Zm9vYg");
}

TEST(Base64url, Bounds) {
  EXPECT_EQ(test::outcome(base64url::decode("Zm9v", 3)), "ok");
  EXPECT_EQ(test::outcome(base64url::decode("Zm9v", 2)), "limit_exceeded(bytes)");
  EXPECT_EQ(test::outcome(base64url::decode_secret("Zm9vYg", 3)), "limit_exceeded(bytes)");
  std::array<std::uint8_t, 2> room{};
  EXPECT_EQ(test::outcome(base64url::decode_into("Zm9v", room)), "limit_exceeded(bytes)");
  EXPECT_EQ(base64url::decode_into("Zm8", room), 2u);
  EXPECT_EQ(base64url::decode_into("", {}), 0u);
  const std::string long_text(base64url::encoded_size(base64url::kMaxDecoded + 1), 'A');
  EXPECT_EQ(test::outcome(base64url::decode(long_text)), "limit_exceeded(bytes)");
}

}  // namespace
}  // namespace signet
