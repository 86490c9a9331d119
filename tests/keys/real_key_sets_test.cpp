// Key sets as other programs publish them: what a verifier finds in them, and the tokens that those programs signed.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "signet/json.h"
#include "signet/jwt.h"
#include "signet/remote_jwks.h"
#include "support.h"

namespace signet::test {
namespace {

/// An issuer that always answers with the same set, in the style of its maker.
class OneAnswer final : public HttpClient, public Timers {
 public:
  explicit OneAnswer(HttpResponse answer) : answer_(std::move(answer)) {}
  void send(HttpRequest /*request*/, Done done) override { done(answer_); }
  void after(Duration /*delay*/, std::function<void()> /*task*/) override {}

 private:
  HttpResponse answer_;
};

std::shared_ptr<RemoteJwkSet> served(std::string_view set, std::string_view content_type) {
  const auto world = std::make_shared<OneAnswer>(
      HttpResponse{.status = 200, .fields = {{"Content-Type", std::string(content_type)}}, .body = std::string(set)});
  return RemoteJwkSet::of_url("https://issuer.example/jwks", {.http = world, .timers = world}).value();
}

std::vector<std::string> makers() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(joined({SIGNET_VECTORS, "/key-sets"})))
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  return names;
}

class RealKeySet : public testing::TestWithParam<std::string> {};

TEST_P(RealKeySet, ItsTokensHold) {
  const json::Document file = parse_vector(joined({"key-sets/", GetParam(), ".json"}));
  const auto content_type = file.root().find("content_type");
  const auto keys =
      served(file.root().find("set")->source(), content_type ? content_type->string().value() : "application/json");
  ASSERT_TRUE(keys->load(std::chrono::seconds(5)));
  EXPECT_GT(keys->report().keys, 1U);
  std::size_t held = 0;
  for (const json::Value token : file.root().find("tokens")->elements()) {
    const std::string_view alg = token.find("alg")->string().value();
    const auto verifier =
        jwt::Verifier::build(jwt::Policy().any_issuer().audience("api").algorithms({alg}).any_typ(), keys).value();
    const std::string_view text = token.find("token")->string().value();
    const auto verified = verifier.verify(text, Timestamp(std::chrono::seconds(1'800'000'000)));
    EXPECT_TRUE(verified) << alg << ": " << (verified ? "" : to_string(verified.error()));
    held += verified ? 1U : 0U;
    // The same token with another's claims does not hold.
    std::string changed(text);
    changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verifier.verify(changed, Timestamp(std::chrono::seconds(1'800'000'000))));
  }
  EXPECT_GT(held, 1U);
}

INSTANTIATE_TEST_SUITE_P(Makers, RealKeySet, testing::ValuesIn(makers()), [](const auto& which) {
  std::string name = which.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

// The realm of a Keycloak, with certificates beside its keys: both are usable, and what is said of them agrees.
TEST(KeycloakKeySet, IsTakenWhole) {
  const std::string other = read_vector("seed/member-by-member.json");
  std::string set = read_vector("seed/jwks.json");
  set.insert(set.find('[') + 1, other + ",");
  const auto keys = served(set, "application/json;charset=UTF-8");
  ASSERT_TRUE(keys->load(std::chrono::seconds(5)));
  EXPECT_EQ(keys->report().keys, 2U);
  for (const KeySetEntry& entry : keys->keys()->entries()) {
    const KeyQuery query{.kid = entry.kid, .algorithm = find_signature_algorithm("RS256")};
    EXPECT_EQ(keys->find(query)->count, 1U);
    const KeyQuery other_alg{.kid = entry.kid, .algorithm = find_signature_algorithm("PS256")};
    EXPECT_FALSE(keys->find(other_alg)) << "the set says RS256";
  }
}

}  // namespace
}  // namespace signet::test
