// SETs that are pushed: RFC 8935.
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "set_support.h"
#include "signet/memory_replay_store.h"
#include "signet/security_events.h"

namespace signet::test {
namespace {

class SetPushTest : public testing::Test {
 public:
  std::shared_ptr<RevocationSet> set = RevocationSet::make({.max_silence = std::nullopt}).value();
  std::vector<std::string> notices;

  SecurityEventOptions options() {
    SecurityEventOptions options{.issuer = std::string(kIssuer), .audience = "https://rs.example"};
    options.keys = issuer_keys();
    options.revocations = set;
    options.replay = std::make_shared<MemoryReplayStore>();
    options.on_event = [this](const SecurityEventNotice& notice) {
      constexpr std::string_view kNames[] = {"applied", "repeated", "refused", "postponed"};
      std::string text(kNames[static_cast<std::size_t>(notice.kind)]);
      text += " ";
      text += notice.error ? to_string(*notice.error) : std::to_string(notice.entries);
      notices.push_back(std::move(text));
    };
    return options;
  }
  /// "202", or "400 invalid_key"; the last notice is what was told to the owner.
  std::string push(std::string_view body, std::string_view type = kSetType) {
    notices.clear();
    const SetPushAnswer answer = receiver().receive(type, body, kNow);
    EXPECT_EQ(notices.size(), 1u);
    std::string text = std::to_string(answer.status);
    if (answer.body.empty()) return text;
    const auto document = json::Document::parse(answer.body);
    EXPECT_TRUE(document);
    EXPECT_EQ(document->root().size(), 2u);
    EXPECT_TRUE(document->root().find("description")->string());
    text += joined({" ", *document->root().find("err")->string()});
    return text;
  }
  SetReceiver& receiver() {
    if (!receiver_) receiver_ = SetReceiver::make(options()).value();
    return *receiver_;
  }
  std::string check_sub(std::string_view subject, Timestamp issued) const {
    RevocationQuery query;
    query.issuer = kIssuer;
    query.subject = subject;
    query.issued_at = issued;
    return outcome(set->check(query, kNow));
  }

 private:
  std::optional<SetReceiver> receiver_;
};

TEST_F(SetPushTest, WhatIsTakenIsInTheSet) {
  EXPECT_EQ(push(set_of(with_subject(kSessionRevoked, kUser))), "202");
  EXPECT_EQ(notices.back(), "applied 1");
  EXPECT_EQ(check_sub("alice", kNow), "revoked(sub)");
  EXPECT_EQ(check_sub("alice", kNow + std::chrono::seconds(1)), "ok");
  EXPECT_EQ(check_sub("bob", kNow), "ok");
}

TEST_F(SetPushTest, WhatComesAgainIsAcknowledgedAndChangesNothing) {
  const std::string token = set_of(with_subject(kSessionRevoked, kUser));
  EXPECT_EQ(push(token), "202");
  const auto version = set->version();
  const std::size_t size = set->size();
  EXPECT_EQ(push(token), "202");
  EXPECT_EQ(notices.back(), "repeated 1");
  EXPECT_EQ(set->size(), size);
  EXPECT_EQ(set->version(), version);
  EXPECT_EQ(push(set_of(with_subject(kSessionRevoked, kUser, "2"))), "202");
  EXPECT_EQ(notices.back(), "applied 1");
}

// The store must not take for applied what could not be.
TEST_F(SetPushTest, WhatFoundNoRoomIsAppliedWhenItComesAgain) {
  set = RevocationSet::make({.max_entries = 1, .max_silence = std::nullopt}).value();
  Revocation other = entry(0, RevokedKind::jti, "x").revocation;
  other.expires = kNow + std::chrono::seconds(1);
  ASSERT_TRUE(set->add(other, kNow));
  const std::string token = set_of(with_subject(kSessionRevoked, kUser));
  EXPECT_EQ(push(token), "503");
  EXPECT_EQ(notices.back(), "postponed limit_exceeded(entries)");
  notices.clear();
  const SetPushAnswer later = receiver().receive(kSetType, token, kNow + std::chrono::seconds(11));
  EXPECT_EQ(later.status, 202);
  EXPECT_EQ(notices.back(), "applied 1");
}

TEST_F(SetPushTest, RequestsThatAreNoSet) {
  const std::string token = set_of(with_subject(kSessionRevoked, kUser));
  for (const std::string_view type : {"", "application/jwt", "application/json", "application/secevent"})
    EXPECT_EQ(push(token, type), "400 invalid_request");
  EXPECT_EQ(push(token, "Application/SecEvent+JWT;charset=utf-8"), "202");
  for (const std::string_view body : {"", "x", "{}", "a.b.c"}) EXPECT_EQ(push(body), "400 invalid_request");
  EXPECT_EQ(push(std::string(jwt::kMaxSize + 1, 'a')), "400 invalid_request");
  EXPECT_EQ(push(set_of(with_subject(kSessionRevoked, kUser), "a", "JWT")), "400 invalid_request");
  EXPECT_EQ(push(set_of(with_subject(kSessionRevoked, kUser), "a", "")), "400 invalid_request");
  EXPECT_EQ(notices.back(), "refused typ_mismatch(typ)");
  EXPECT_EQ(push(set_of(set_claims("urn:x", "{}", ""))), "400 invalid_request");
  EXPECT_EQ(notices.back(), "refused event_unsupported(urn:x)");
  EXPECT_EQ(push(set_of(R"({"iss":"https://issuer.example","aud":"https://rs.example","iat":1800000000,"events":{}})")),
            "400 invalid_request");
}

TEST_F(SetPushTest, KeysSignaturesIssuersAudiencesAndSubjects) {
  const std::string claims = with_subject(kSessionRevoked, kUser);
  const auto signed_by = [&](const Key& key) {
    return jws::sign_compact(as_bytes(claims), *key.signer().value(), {.typ = "secevent+jwt"}).value();
  };
  EXPECT_EQ(push(signed_by(new_key("ES256", "unknown"))), "400 invalid_key");
  EXPECT_EQ(push(signed_by(new_key("HS256", "a"))), "400 invalid_key");
  EXPECT_EQ(push(signed_by(new_key("ES384", "a"))), "400 invalid_key");
  EXPECT_EQ(push(signed_by(new_key("ES256", "a"))), "400 authentication_failed");
  std::string changed = claims;
  changed.replace(changed.find("https://issuer.example"), 22, "https://another.exampl");
  EXPECT_EQ(push(set_of(changed)), "400 invalid_issuer");
  changed = claims;
  changed.replace(changed.find("https://rs.example"), 18, "https://other.exam");
  EXPECT_EQ(push(set_of(changed)), "400 invalid_audience");
  changed = claims;
  changed.replace(changed.find(R"("aud":"https://rs.example",)"), 27, "");
  EXPECT_EQ(push(set_of(changed)), "400 invalid_audience");
  EXPECT_EQ(push(set_of(with_subject(kSessionRevoked, R"({"format":"iss_sub","iss":"https://o.example","sub":"a"})"))),
            "400 access_denied");
  EXPECT_EQ(set->size(), 0u);
}

TEST_F(SetPushTest, AKeyThatWasRevokedSpeaksForNobody) {
  EXPECT_EQ(push(set_of(with_subject(kSessionRevoked, kUser), "a")), "202");
  ASSERT_TRUE(set->add(entry(0, RevokedKind::kid, "a").revocation, kNow));
  EXPECT_EQ(push(set_of(with_subject(kSessionRevoked, kUser, "2"), "a")), "400 invalid_key");
  EXPECT_EQ(notices.back(), "refused revoked(kid)");
  EXPECT_EQ(push(set_of(with_subject(kSessionRevoked, kUser, "2"), "b")), "202");
}

// Nothing that a transmitter wrote comes back, and what does is JSON.
TEST_F(SetPushTest, DescriptionsHoldNamesOnly) {
  const SetPushAnswer answer = receiver().receive(kSetType, set_of(set_claims(R"(urn:\"x\u0000)", "{}", "")), kNow);
  EXPECT_EQ(answer.status, 400);
  const auto document = json::Document::parse(answer.body);
  ASSERT_TRUE(document) << answer.body;
  EXPECT_EQ(document->root().find("err")->string(), "invalid_request");
}

TEST_F(SetPushTest, KeysThatCannotBeHadAreNobodysFault) {
  struct NoKeys final : KeySource {
    Result<KeyCandidates> find(const KeyQuery& /*query*/) const override {
      return fail(Errc::keys_unavailable, "connect");
    }
  };
  SecurityEventOptions with = options();
  with.keys = std::make_shared<NoKeys>();
  const auto other = SetReceiver::make(std::move(with)).value();
  EXPECT_EQ(other.receive(kSetType, set_of(with_subject(kSessionRevoked, kUser)), kNow).status, 503);
  EXPECT_EQ(notices.back(), "postponed keys_unavailable(connect)");
}

TEST_F(SetPushTest, WhoMayNotSend) {
  EXPECT_EQ(SetReceiver::refuse(SetError::authentication_failed, "no certificate").body,
            R"({"err":"authentication_failed","description":"no certificate"})");
  EXPECT_EQ(SetReceiver::refuse(SetError::access_denied, "").status, 400);
}

TEST_F(SetPushTest, WhatCannotBeMade) {
  const auto make_with = [&](auto change) {
    SecurityEventOptions with = options();
    change(with);
    return outcome(SetReceiver::make(std::move(with)));
  };
  EXPECT_EQ(make_with([](auto& with) { with.issuer.clear(); }), "policy_incomplete(issuer)");
  EXPECT_EQ(make_with([](auto& with) { with.keys = nullptr; }), "policy_incomplete(keys)");
  EXPECT_EQ(make_with([](auto& with) { with.revocations = nullptr; }), "policy_incomplete(revocations)");
  EXPECT_EQ(make_with([](auto& with) { with.rules.token_lifetime = Duration(0); }), "limit_exceeded(token_lifetime)");
  EXPECT_EQ(make_with([](auto& with) { with.rules.token_lifetime = std::chrono::hours(24 * 367); }),
            "limit_exceeded(token_lifetime)");
  EXPECT_EQ(make_with([](auto& with) { with.rules.opaque_session = RevokedKind::kid; }),
            "policy_incomplete(opaque_session)");
  EXPECT_EQ(make_with([](auto& with) { with.audience.clear(); }), "ok");
}

}  // namespace
}  // namespace signet::test
