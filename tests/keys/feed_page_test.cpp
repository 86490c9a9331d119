// Pages of the feed: what the writer makes the reader takes, and what no page may say is refused by name.
#include "keys/feed_page.h"

#include <string>

#include "feed_support.h"
#include "signet/claims.h"

namespace signet::test {
namespace {

using feed::Page;
using feed::PageWriter;

/// What a reader says of these claims.
std::string verdict(std::string_view claims) {
  const auto document = json::Document::parse(claims);
  if (!document) return to_string(document.error());
  const auto view = jwt::Claims::of(document->root());
  return view ? outcome(feed::read_page(*view)) : to_string(view.error());
}

constexpr std::string_view kHead =
    R"({"iss":"https://issuer.example","iat":1800000000,"exp":1800000060,"epoch":"e","from":4,"to":9,"more":false)";

std::string page_with(std::string_view revocations) {
  return joined({kHead, R"(,"revocations":)", revocations, "}"});
}
std::string page_with_entry(std::string_view entry) {
  return page_with(joined({"[", entry, "]"}));
}

/// The head with one text in the place of another.
std::string head_with(std::string_view old, std::string_view other) {
  std::string head = page_with("[]");
  const std::size_t at = head.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return head.replace(at, old.size(), other);
}

TEST(FeedPage, WhatIsWrittenIsRead) {
  const std::string token =
      page_of({.from = 4,
               .to = 12,
               .more = true,
               .entries = {entry(5, RevokedKind::jti, "t"), entry(6, RevokedKind::sid, "s"),
                           entry(8, RevokedKind::sub, "\"\\\n\xc3\xa4", kNow), entry(9, RevokedKind::client_id, "c"),
                           entry(10, RevokedKind::grant, "g"), entry(11, RevokedKind::kid, "b")},
               .audience = "api"});
  const auto verifier = jwt::Verifier::build(jwt::Policy()
                                                 .issuer(kIssuer)
                                                 .audience("api")
                                                 .algorithms({"ES256"})
                                                 .typ(feed::kPageTyp)
                                                 .require("exp")
                                                 .require("iat"),
                                             issuer_keys())
                            .value();
  const auto verified = verifier.verify(token, kNow);
  ASSERT_TRUE(verified) << outcome(verified);
  EXPECT_EQ(verified->key_id(), "a");
  const auto page = feed::read_page(verified->claims());
  ASSERT_TRUE(page) << outcome(page);
  EXPECT_EQ(page->issuer, kIssuer);
  EXPECT_EQ(page->epoch, kEpoch);
  EXPECT_EQ(page->from, 4u);
  EXPECT_EQ(page->to, 12u);
  EXPECT_TRUE(page->more);
  ASSERT_EQ(page->entries.size(), 6u);
  EXPECT_EQ(page->entries[2].sequence, 8u);
  EXPECT_EQ(page->entries[2].revocation.kind, RevokedKind::sub);
  EXPECT_EQ(page->entries[2].revocation.value, "\"\\\n\xc3\xa4");
  EXPECT_EQ(page->entries[2].revocation.issued_before, kNow);
  EXPECT_EQ(page->entries[2].revocation.expires, kNow + std::chrono::hours(1));
  EXPECT_EQ(page->entries[2].revocation.issuer, kIssuer);
  EXPECT_FALSE(page->entries[0].revocation.issued_before);
  EXPECT_TRUE(page->names_kid("b"));
  EXPECT_FALSE(page->names_kid("t"));
}

// What hits tokens "before" a moment, and until one, must not hit fewer or shorter because of a fraction.
TEST(FeedPage, FractionsAreWrittenAsTheNextSecond) {
  feed::PageEntry half = entry(1, RevokedKind::sub, "s", kNow + std::chrono::milliseconds(500));
  half.revocation.expires = kNow + std::chrono::microseconds(1);
  const auto token = jwt::Unverified::decode(page_of({.to = 1, .entries = {half}}));
  ASSERT_TRUE(token);
  EXPECT_EQ(token->payload().at_pointer("/revocations/0/before")->integer(), 1'800'000'001);
  EXPECT_EQ(token->payload().at_pointer("/revocations/0/exp")->integer(), 1'800'000'001);
}

TEST(FeedPage, ClaimsOfThePage) {
  EXPECT_EQ(verdict(page_with("[]")), "ok");
  EXPECT_EQ(verdict(head_with(R"("iss":"https://issuer.example",)", "")), "feed_refused(iss)");
  EXPECT_EQ(verdict(head_with(R"("https://issuer.example")", R"("")")), "feed_refused(iss)");
  EXPECT_EQ(verdict(head_with(R"("iat":1800000000,)", "")), "feed_refused(iat)");
  EXPECT_EQ(verdict(head_with(R"("exp":1800000060,)", "")), "feed_refused(exp)");
  EXPECT_EQ(verdict(head_with("1800000060", "1800000000")), "feed_refused(exp)");
  EXPECT_EQ(verdict(head_with("1800000060", "1800000300")), "ok");
  EXPECT_EQ(verdict(head_with("1800000060", "1800000301")), "feed_refused(exp)");
  for (const std::string_view epoch : {R"("")", "1", "null", R"("a b")", R"("a\u0000")", R"(["e"])"})
    EXPECT_EQ(verdict(head_with(R"("e")", epoch)), "feed_refused(epoch)") << epoch;
  EXPECT_EQ(verdict(head_with(R"("e")", joined({"\"", std::string(64, 'e'), "\""}))), "ok");
  EXPECT_EQ(verdict(head_with(R"("e")", joined({"\"", std::string(65, 'e'), "\""}))), "feed_refused(epoch)");
}

TEST(FeedPage, WhereItBeginsAndEnds) {
  for (const std::string_view number :
       {"-1", "1.0", "1e0", "\"4\"", "null", "9007199254740992", "18446744073709551616"})
    EXPECT_EQ(verdict(head_with("\"from\":4", joined({"\"from\":", number}))), "feed_refused(from)") << number;
  EXPECT_EQ(verdict(head_with("\"from\":4,", "")), "feed_refused(from)");
  EXPECT_EQ(verdict(head_with("\"to\":9,", "")), "feed_refused(to)");
  EXPECT_EQ(verdict(head_with("\"to\":9", "\"to\":4")), "ok");
  EXPECT_EQ(verdict(head_with("\"to\":9", "\"to\":3")), "feed_refused(to)");
  EXPECT_EQ(verdict(head_with("\"to\":9", "\"to\":9007199254740991")), "ok");
  EXPECT_EQ(verdict(head_with("\"to\":9", "\"to\":9007199254740992")), "feed_refused(to)");
  EXPECT_EQ(verdict(head_with(",\"more\":false", "")), "feed_refused(more)");
  EXPECT_EQ(verdict(head_with("false", "\"true\"")), "feed_refused(more)");
  EXPECT_EQ(verdict(head_with("false", "true")), "ok");
  EXPECT_EQ(verdict(head_with("\"to\":9,\"more\":false", "\"to\":4,\"more\":true")), "feed_refused(more)");
}

TEST(FeedPage, Entries) {
  constexpr std::string_view kBad = "feed_refused(revocations.";
  const auto bad = [&](std::string_view name) { return joined({kBad, name, ")"}); };
  EXPECT_EQ(verdict(page_with_entry(R"({"seq":5,"kind":"jti","value":"v","exp":1})")), "ok");
  for (const std::string_view seq : {"4", "10", "0", "-5", "5.5", "\"5\"", "null"})
    EXPECT_EQ(verdict(page_with_entry(joined({R"({"kind":"jti","value":"v","exp":1,"seq":)", seq, "}"}))), bad("seq"));
  EXPECT_EQ(verdict(page_with_entry(R"({"kind":"jti","value":"v","exp":1})")), bad("seq"));
  for (const std::string_view kind : {R"("JTI")", R"("jt")", R"("")", R"("tenant")", "1", "null"})
    EXPECT_EQ(verdict(page_with_entry(joined({R"({"seq":5,"value":"v","exp":1,"kind":)", kind, "}"}))), bad("kind"));
  EXPECT_EQ(verdict(page_with_entry(R"({"seq":5,"value":"v","exp":1})")), bad("kind"));
  for (const std::string_view value : {R"("")", "1", "null", R"(["v"])"})
    EXPECT_EQ(verdict(page_with_entry(joined({R"({"seq":5,"kind":"jti","exp":1,"value":)", value, "}"}))),
              bad("value"));
  EXPECT_EQ(verdict(page_with_entry(R"({"seq":5,"kind":"jti","value":"v"})")), bad("exp"));
  EXPECT_EQ(verdict(page_with_entry(R"({"seq":5,"kind":"jti","value":"v","exp":"1"})")), bad("exp"));
  EXPECT_EQ(verdict(page_with_entry(R"({"seq":5,"kind":"jti","value":"v","exp":-1})")), bad("exp"));
  EXPECT_EQ(verdict(page_with_entry(R"({"seq":5,"kind":"jti","value":"v","exp":1,"iss":"o"})")), bad("member"));
  for (const std::string_view element : {"null", "[]", "1", "\"jti\"", "{}"})
    EXPECT_EQ(verdict(page_with_entry(element)), bad("seq")) << element;
}

TEST(FeedPage, OnlyWhatHitsManyTokensHasATimeBefore) {
  for (const std::string_view kind : {"sid", "sub", "client_id", "grant"}) {
    const auto with = [kind](std::string_view before) {
      return page_with_entry(joined({R"({"seq":5,"value":"v","exp":1,"kind":")", kind, R"(","before":)", before, "}"}));
    };
    EXPECT_EQ(verdict(with("1800000000")), "ok");
    EXPECT_EQ(verdict(with("\"1800000000\"")), "feed_refused(revocations.before)");
    EXPECT_EQ(verdict(with("null")), "feed_refused(revocations.before)");
  }
  for (const std::string_view kind : {"jti", "kid"})
    EXPECT_EQ(verdict(page_with_entry(joined({R"({"seq":5,"value":"v","exp":1,"before":1,"kind":")", kind, "\"}"}))),
              "feed_refused(revocations.before)");
}

TEST(FeedPage, TheListOfEntries) {
  EXPECT_EQ(verdict(joined({kHead, "}"})), "feed_refused(revocations)");
  for (const std::string_view list : {"null", "{}", "\"\"", "1"})
    EXPECT_EQ(verdict(page_with(list)), "feed_refused(revocations)") << list;
  EXPECT_EQ(
      verdict(page_with(R"([{"seq":5,"kind":"jti","value":"v","exp":1},{"seq":5,"kind":"jti","value":"w","exp":1}])")),
      "feed_refused(revocations.seq)");
  EXPECT_EQ(
      verdict(page_with(R"([{"seq":6,"kind":"jti","value":"v","exp":1},{"seq":5,"kind":"jti","value":"w","exp":1}])")),
      "feed_refused(revocations.seq)");
  EXPECT_EQ(verdict(page_with(R"([{"seq":5,"kind":"jti","kind":"sub","value":"v","exp":1}])")), "duplicate_name(kind)");
}

TEST(FeedPage, LimitsAreExact) {
  std::string list = "[0";
  for (std::size_t i = 1; i < feed::kMaxPageEntries; ++i) list += ",0";
  EXPECT_EQ(verdict(page_with(list + "]")), "feed_refused(revocations.seq)");
  EXPECT_EQ(verdict(page_with(list + ",0]")), "limit_exceeded(revocations)");
  const auto of_size = [](std::size_t size) {
    return page_with_entry(joined({R"({"seq":5,"kind":"jti","exp":1,"value":")", std::string(size, 'v'), "\"}"}));
  };
  EXPECT_EQ(verdict(of_size(feed::kMaxValue)), "ok");
  EXPECT_EQ(verdict(of_size(feed::kMaxValue + 1)), "feed_refused(revocations.value)");
}

TEST(FeedPage, AWriterFillsAPageAndNoMore) {
  PageWriter writer({.issuer = kIssuer, .epoch = kEpoch});
  for (std::uint64_t i = 1; i <= feed::kMaxPageEntries; ++i)
    ASSERT_TRUE(writer.add(entry(i, RevokedKind::jti, "short")).value());
  EXPECT_FALSE(writer.add(entry(feed::kMaxPageEntries + 1, RevokedKind::jti, "short")).value());
  EXPECT_EQ(writer.size(), feed::kMaxPageEntries);
}

// Octets that JSON escapes take six each, so that octets are what fills the page.
TEST(FeedPage, APageOfTheLargestEntriesFitsIntoItsSize) {
  PageWriter writer({.issuer = kIssuer, .epoch = kEpoch});
  const std::string value(feed::kMaxValue, '\x01');
  std::uint64_t last = 0;
  while (writer.add(entry(last + 1, RevokedKind::jti, value)).value()) ++last;
  EXPECT_GT(last, 200u);
  const auto token = std::move(writer).sign(last, true, kNow, std::chrono::seconds(60), issuer_signer());
  ASSERT_TRUE(token) << outcome(token);
  EXPECT_LE(token->size(), feed::kMaxPageSize);
  EXPECT_GT(token->size(), feed::kMaxPageSize / 10 * 9);
}

TEST(FeedPage, WhatNoWriterMakes) {
  const auto sign = [](PageWriter&& writer, std::uint64_t to, bool more = false,
                       Duration lifetime = std::chrono::seconds(60), const Signer& signer = issuer_signer()) {
    return outcome(std::move(writer).sign(to, more, kNow, lifetime, signer));
  };
  const feed::PageHead head{.issuer = kIssuer, .epoch = kEpoch, .from = 4};
  EXPECT_EQ(sign(PageWriter(head), 4), "ok");
  EXPECT_EQ(sign(PageWriter(head), 3), "feed_refused(to)");
  EXPECT_EQ(sign(PageWriter(head), 4, true), "feed_refused(more)");
  EXPECT_EQ(sign(PageWriter(head), 5, true), "ok");
  EXPECT_EQ(sign(PageWriter(head), 4, false, feed::kMaxPageLifetime), "ok");
  EXPECT_EQ(sign(PageWriter(head), 4, false, feed::kMaxPageLifetime + Duration(1)), "feed_refused(exp)");
  EXPECT_EQ(sign(PageWriter(head), 4, false, Duration(0)), "feed_refused(exp)");
  EXPECT_EQ(sign(PageWriter({.issuer = kIssuer, .epoch = "e e", .from = 4}), 4), "feed_refused(epoch)");
  EXPECT_EQ(sign(PageWriter({.issuer = kIssuer, .epoch = "", .from = 4}), 4), "feed_refused(epoch)");

  PageWriter writer(head);
  EXPECT_EQ(outcome(writer.add(entry(4, RevokedKind::jti, "v"))), "feed_refused(revocations.seq)");
  EXPECT_EQ(outcome(writer.add(entry(5, RevokedKind::jti, ""))), "feed_refused(revocations.value)");
  EXPECT_EQ(outcome(writer.add(entry(5, RevokedKind::jti, std::string(1025, 'v')))), "feed_refused(revocations.value)");
  EXPECT_EQ(outcome(writer.add(entry(5, RevokedKind::kid, "a", kNow))), "feed_refused(revocations.before)");
  EXPECT_TRUE(writer.add(entry(6, RevokedKind::jti, "v")).value());
  EXPECT_EQ(outcome(writer.add(entry(6, RevokedKind::jti, "v"))), "feed_refused(revocations.seq)");
  EXPECT_EQ(sign(std::move(writer), 5), "feed_refused(to)");
}

TEST(FeedPage, AKeyNeverSignsThePageThatRevokesIt) {
  for (const std::string_view kid : {"a", "b"}) {
    PageWriter writer({.issuer = kIssuer, .epoch = kEpoch});
    EXPECT_TRUE(writer.add(entry(1, RevokedKind::kid, "a")).value());
    EXPECT_TRUE(writer.names_kid("a"));
    EXPECT_FALSE(writer.names_kid("b"));
    EXPECT_EQ(outcome(std::move(writer).sign(1, false, kNow, std::chrono::seconds(60), issuer_signer(kid))),
              kid == "a" ? "feed_refused(kid)" : "ok");
  }
  const Key secret = new_key("HS256", "h");
  PageWriter writer({.issuer = kIssuer, .epoch = kEpoch});
  EXPECT_EQ(outcome(std::move(writer).sign(0, false, kNow, std::chrono::seconds(60), *secret.signer().value())),
            "alg_not_allowed(alg)");
}

TEST(FeedPage, APageContinuesWhereTheLastEnded) {
  Page page;
  page.epoch = "e";
  page.issued = kNow;
  page.from = 7;
  page.to = 9;
  const auto after = [&](std::string_view epoch, std::uint64_t sequence, Timestamp issued = kNow) {
    return outcome(feed::check_follows(page, {std::string(epoch), sequence, issued}));
  };
  EXPECT_EQ(after("e", 7), "ok");
  EXPECT_EQ(after("e", 8), "feed_refused(sequence)");
  EXPECT_EQ(after("e", 6), "feed_refused(gap)");
  EXPECT_EQ(after("f", 7), "feed_refused(epoch)");
  EXPECT_EQ(after("", 0), "feed_refused(gap)");
  page.from = 0;
  EXPECT_EQ(after("", 0), "ok");
  EXPECT_EQ(after("", 0, kNow + Duration(1)), "feed_refused(epoch)");
}

TEST(FeedPage, ARevokedKeyIsNotBelieved) {
  const auto set = RevocationSet::make().value();
  Page page;
  page.issuer = kIssuer;
  EXPECT_EQ(outcome(feed::check_signer(page, "a", *set, kNow)), "ok");
  EXPECT_EQ(outcome(feed::check_signer(page, "", *set, kNow)), "feed_refused(kid)");
  page.entries.push_back(entry(1, RevokedKind::kid, "a"));
  EXPECT_EQ(outcome(feed::check_signer(page, "a", *set, kNow)), "feed_refused(kid)");
  EXPECT_EQ(outcome(feed::check_signer(page, "b", *set, kNow)), "ok");
  ASSERT_TRUE(set->add(entry(1, RevokedKind::kid, "b").revocation, kNow));
  EXPECT_EQ(outcome(feed::check_signer(page, "b", *set, kNow)), "feed_refused(kid)");
}

}  // namespace
}  // namespace signet::test
