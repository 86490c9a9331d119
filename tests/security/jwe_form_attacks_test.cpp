// Attacks on headers and serializations of JWE: rows 30, 31, 34, 36, 37, 38 and 49.
#include "counted_work.h"
#include "jwe_target.h"
#include "target.h"

namespace signet::test {
namespace {

TEST(Attack34, CritOfAJweIsTakenByTheLetter) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"(,"crit":[])", "crit_malformed(crit)"},
      {R"(,"crit":"exp")", "crit_malformed(crit)"},
      {R"(,"crit":null)", "crit_malformed(crit)"},
      {R"(,"crit":{})", "crit_malformed(crit)"},
      {R"(,"crit":[1],"1":1)", "crit_malformed(crit)"},
      {R"(,"crit":[["x"]],"x":1)", "crit_malformed(crit)"},
      {R"(,"crit":["alg"])", "crit_malformed(crit)"},
      {R"(,"crit":["enc"])", "crit_malformed(crit)"},
      {R"(,"crit":["zip"])", "crit_malformed(crit)"},
      {R"(,"crit":["epk"])", "crit_malformed(crit)"},
      {R"(,"crit":["p2c"])", "crit_malformed(crit)"},
      {R"(,"crit":["crit"])", "crit_malformed(crit)"},
      {R"(,"crit":["absent"])", "crit_malformed(crit)"},
      {R"(,"crit":["x","x"],"x":1)", "crit_malformed(crit)"},
      {R"(,"crit":["x","\u0078"],"x":1)", "crit_malformed(crit)"},
      {R"(,"crit":[""],"":1)", "crit_unknown"},
      {R"(,"crit":["x"],"x":1)", "crit_unknown(x)"},
      {R"(,"crit":["exp"],"exp":1363284000)", "crit_unknown(exp)"},
      {R"(,"crit":["b64"],"b64":true)", "crit_unknown(b64)"},
      {R"(,"crit":["b64"],"b64":false)", "crit_unknown(b64)"}};
  for (const JweTarget& target : every_target()) {
    const Forger forger = target.forger();
    for (const auto& [more, expected] : cases) refuse_jwe(target, forger.seal(forger.header(more)), expected);
    JweParts parts = forger.good();
    for (const std::string_view crit : {R"({"crit":["x"],"x":1})", R"({"crit":[]})", R"({"crit":null})"}) {
      parts.unprotected = crit;
      parts.own = "";
      refuse_jwe(target, parts, "header_parameter(crit)");
      std::swap(parts.unprotected, parts.own);
      refuse_jwe(target, parts, "header_parameter(crit)");
    }
    // The name that crit has stands in a header that is not protected.
    parts = forger.seal(forger.header(R"(,"crit":["x"])"));
    parts.unprotected = R"({"x":1})";
    refuse_jwe(target, parts, "crit_malformed(crit)");
  }
}

TEST(Attack31, DuplicateNamesInAJwe) {
  for (const JweTarget& target : every_target()) {
    const Forger forger = target.forger();
    const std::string alg = joined({R"(,"alg":")", target.alg, "\""});
    refuse_jwe(target, forger.seal(forger.header(alg)), "duplicate_name(alg)");
    refuse_jwe(target, forger.seal(forger.header(R"(,"al\u0067":"dir")")), "duplicate_name(alg)");
    refuse_jwe(target, forger.seal(forger.header(R"(,"enc":"A128GCM")")), "duplicate_name(enc)");
    refuse_jwe(target, forger.seal(forger.header(R"(,"\u0065nc":"A128GCM")")), "duplicate_name(enc)");
    refuse_jwe(target, forger.seal(forger.header(R"(,"x":{"a":[{"b":1,"b":2}]})")), "duplicate_name(b)");
    JweParts parts = forger.good();
    parts.unprotected = R"({"x":1,"\u0078":2})";
    refuse_jwe(target, parts, "duplicate_name(x)");
    std::swap(parts.unprotected, parts.own);
    refuse_jwe(target, parts, "duplicate_name(x)");
    const JweParts good = forger.good();
    for (const Form form : {Form::flattened, Form::general}) {
      const std::string text = form == Form::flattened ? good.flattened() : good.general();
      for (const std::string_view name : {"protected", "iv", "ciphertext", "tag"}) {
        const std::string again = joined({"{\"", name, "\":\"AAAA\",", std::string_view(text).substr(1)});
        refuse_jwe_text(target, form, again, joined({"duplicate_name(", name, ")"}));
      }
      refuse_jwe_text(target, form, R"({"i\u0076":"AAAA",)" + text.substr(1), "duplicate_name(iv)");
    }
    refuse_jwe_text(target, Form::general, R"({"recipients":[],)" + good.general().substr(1),
                    "duplicate_name(recipients)");
  }
}

TEST(Attack36, NamesInTwoHeadersOfAJwe) {
  for (const JweTarget& target : every_target()) {
    const Forger forger = target.forger();
    const JweParts good = forger.seal(forger.header(R"(,"x":1)"));
    accept_jwe(target, good);
    const std::string same_alg = joined({R"({"alg":")", target.alg, "\"}"});
    const std::string same_enc = joined({R"({"enc":")", target.enc, "\"}"});
    const std::pair<std::string, std::string> cases[] = {
        {same_alg, "header_parameter(alg)"},   {R"({"alg":"dir"})", "header_parameter(alg)"},
        {same_enc, "header_parameter(enc)"},   {R"({"enc":"A128GCM"})", "header_parameter(enc)"},
        {R"({"x":1})", "header_parameter(x)"}, {R"({"\u0078":2})", "header_parameter(x)"}};
    for (const auto& [header, expected] : cases) {
      JweParts parts = good;
      parts.unprotected = header;
      refuse_jwe(target, parts, expected);
      std::swap(parts.unprotected, parts.own);
      refuse_jwe(target, parts, expected);
    }
    JweParts parts = good;
    parts.unprotected = R"({"y":1})";
    parts.own = R"({"y":1})";
    refuse_jwe(target, parts, "header_parameter(y)");
    for (const std::string_view empty : {"{}", "null", "[]", "\"\"", "1"}) {
      parts = good;
      parts.unprotected = empty;
      refuse_jwe(target, parts, "malformed_token(unprotected)");
      std::swap(parts.unprotected, parts.own);
      refuse_jwe(target, parts, "malformed_token(header)");
    }
  }
}

TEST(Attack36, NothingProtected) {
  for (const JweTarget& target : every_target()) {
    const JweParts good = target.forger().good();
    JweParts parts = good;
    parts.header = "";
    refuse_jwe(target, parts, "malformed_token(header)");
    for (const std::string_view value : {"\"\"", "null", "{}", "1", "[]"})
      refuse_jwe_text(target, Form::flattened,
                      joined({R"({"protected":)", value, ",", std::string_view(parts.flattened()).substr(1)}),
                      "malformed_token(protected)");
    parts.header = b64("{}");
    refuse_jwe(target, parts, "header_parameter(enc)");
    // Moved out of what is protected: the same header, and another tag.
    parts.header = "";
    parts.unprotected = target.forger().header();
    refuse_jwe(target, parts, "decryption_failed(token)");
    std::swap(parts.unprotected, parts.own);
    refuse_jwe(target, parts, "decryption_failed(token)");
  }
}

TEST(Attack37, MillionsOfSegments) {
  const std::string dots(10'000'000, '.');
  const std::string many = std::string(jwe::kMaxSize + 1, '.');
  for (const JweTarget& target : every_management()) {
    const std::size_t before = work_so_far().allocations;
    EXPECT_FALSE(jwe::decrypt_compact(dots, target.keys, target.policy));
    EXPECT_LE(work_so_far().allocations - before, 4u);
    refuse_jwe_text(target, Form::compact, dots, "malformed_token(segments)");
    refuse_jwe_text(target, Form::compact, many, "limit_exceeded(token)");
    refuse_jwe_text(target, Form::flattened, many, "limit_exceeded(token)");
    refuse_jwe_text(target, Form::general, many, "limit_exceeded(token)");
    refuse_jwe_text(target, Form::flattened, dots, "malformed_json(token)");
    const JweParts good = target.forger().good();
    for (const std::string& text : {std::string(), std::string("."), std::string("...."), std::string("....."),
                                    good.compact() + ".", "." + good.compact(), good.compact() + "." + good.compact(),
                                    good.header + "." + good.key + "." + good.iv, good.header})
      refuse_jwe_text(target, Form::compact, text, "malformed_token(segments)|malformed_token(header)");
    JweTarget small = target;
    small.policy.max_size = good.compact().size() - 1;
    refuse_jwe_text(small, Form::compact, good.compact(), "limit_exceeded(token)");
    small.policy.max_size = jwe::kMaxSize + 1;
    refuse_jwe_text(small, Form::compact, good.compact(), "limit_exceeded(max_size)");
  }
}

TEST(Attack37, HugeHeaders) {
  for (const JweTarget& target : every_management()) {
    const Forger forger = target.forger();
    const std::string large(jwe::kMaxHeader, 'x');
    const std::string member = joined({R"(,"x":")", large, "\""});
    refuse_jwe(target, forger.seal(forger.header(member)), "limit_exceeded(header)");
    JweParts parts = forger.good();
    parts.unprotected = joined({R"({"x":")", large, "\"}"});
    refuse_jwe(target, parts, "limit_exceeded(header)");
    std::swap(parts.unprotected, parts.own);
    refuse_jwe(target, parts, "limit_exceeded(header)");
    const std::string kid = joined({R"(,"kid":")", std::string(257, 'k'), "\""});
    refuse_jwe(target, forger.seal(forger.header(kid)), "limit_exceeded(kid)");
    parts.own = joined({"{", std::string_view(kid).substr(1), "}"});
    refuse_jwe(target, parts, "limit_exceeded(kid)");
  }
}

TEST(Attack38, HostileJsonInHeadersOfAJwe) {
  for (const JweTarget& target : every_target()) {
    const Forger forger = target.forger();
    const std::string head = forger.header();
    for (const std::string& header :
         {"\xEF\xBB\xBF" + head, head + " x", "[" + head + "]", head + head, head.substr(1), std::string("[]"),
          std::string("null"), std::string("1"), "\"" + target.alg + "\"", head + std::string(1, '\0'), "\v" + head,
          "//\n" + head, std::string(" ")})
      refuse_jwe(target, forger.seal(header), "malformed_json(header)");
    for (const std::string_view value : {"01", "NaN", "\"\\ud800\"", "\"\xff\"", "\"\x01\"", "'x'", "1e", "[1,]"})
      refuse_jwe(target, forger.seal(forger.header(joined({",\"x\":", value}))), "malformed_json(header)");
    for (const std::size_t depth : {std::size_t{64}, std::size_t{20'000}})
      refuse_jwe(target,
                 forger.seal(forger.header(joined({",\"x\":", std::string(depth, '['), std::string(depth, ']')}))),
                 "limit_exceeded(header)|limit_exceeded(depth)");
    for (const std::string_view name : {"alg", "enc"})
      for (const std::string_view value : {"null", "1", "true", "[]", "{}"}) {
        const std::string other =
            name == "alg" ? joined({R"("enc":")", target.enc, "\""}) : joined({R"("alg":")", target.alg, "\""});
        refuse_jwe(target, forger.seal(joined({"{", other, ",\"", name, "\":", value, forger.parameters(), "}"})),
                   joined({"header_parameter(", name, ")"}));
      }
  }
}

TEST(Attack38, HostileJsonForms) {
  for (const JweTarget& target : every_management()) {
    const JweParts good = target.forger().good();
    for (const Form form : {Form::flattened, Form::general}) {
      const std::string text = form == Form::flattened ? good.flattened() : good.general();
      for (const std::string& bad :
           {text + "x", text + text, text.substr(1), text.substr(0, text.size() - 1), "\xEF\xBB\xBF" + text,
            text + std::string(1, '\0'), std::string(), good.compact(), std::string(20'000, '[')})
        refuse_jwe_text(target, form, bad, "malformed_json(token)|limit_exceeded(token)");
      for (const std::string_view bad : {"[]", "null", "1", "\"x\"", "true"})
        refuse_jwe_text(target, form, bad, "malformed_token(token)");
      for (const std::string_view name : {"protected", "iv", "ciphertext", "tag"})
        for (const std::string_view value : {"null", "1", "[]", "{}", "true"}) {
          const std::string member = joined({"\"", name, "\":"});
          std::string changed = text;
          const std::size_t at = changed.find(member) + member.size();
          changed.replace(at, changed.find('"', at + 1) + 1 - at, value);
          refuse_jwe_text(target, form, changed, joined({"malformed_token(", name, ")"}));
        }
    }
  }
}

// base64url has one spelling, in each segment.
TEST(Attack30, LaxSegmentsOfAJwe) {
  for (const JweTarget& target : every_target()) {
    const JweParts good = target.forger().good();
    const std::pair<std::string JweParts::*, std::string_view> segments[] = {{&JweParts::header, "header"},
                                                                             {&JweParts::key, "encrypted_key"},
                                                                             {&JweParts::iv, "iv"},
                                                                             {&JweParts::ciphertext, "ciphertext"},
                                                                             {&JweParts::tag, "tag"}};
    for (const auto& [segment, name] : segments) {
      const std::string text = good.*segment;
      if (text.empty()) continue;
      std::vector<std::string> variants = {text + "=",  text + "==",   text + " ",
                                           "\n" + text, text + "\r\n", text + "%3D",
                                           text + "+",  text + "/",    text + std::string(1, '\0'),
                                           text + "\t"};
      // A last character whose unused bits are not zero: the next one of a character where they are.
      if (text.size() % 4 != 0) {
        std::string bits = text;
        bits.back() = static_cast<char>(bits.back() + 1);
        variants.push_back(bits);
      }
      if (text.size() % 4 == 0) variants.push_back(text + "A");
      for (const std::string& variant : variants) {
        JweParts parts = good;
        parts.*segment = variant;
        refuse_jwe(target, parts, joined({"malformed_token(", name, ")"}));
      }
    }
  }
}

/// As the target has it, to `count` recipients; `own` is each one's header.
std::string to_many(const JweTarget& target, std::size_t count) {
  const Forger forger = target.forger();
  const JweParts shared = forger.seal(joined({R"({"enc":")", target.enc, "\"}"}));
  const std::string own = joined({R"({"alg":")", target.alg, "\"", forger.parameters(), "}"});
  return general_jwe(shared, std::vector<JweRecipientParts>(count, {.own = own, .key = shared.key}));
}

TEST(Attack49, TooManyRecipients) {
  for (const JweTarget& target : every_target()) {
    EXPECT_EQ(jwe_verdict(target, Form::general, to_many(target, 1)), "ok");
    for (const std::size_t count : {std::size_t{17}, std::size_t{101}, std::size_t{10'000}})
      refuse_jwe_text(target, Form::general, to_many(target, count), "limit_exceeded(recipients)");
    if (!crypto::is_direct(management_row(target.alg))) {
      EXPECT_EQ(jwe_verdict(target, Form::general, to_many(target, 16)), "ok");
    }
    const JweParts good = target.forger().good();
    for (const std::string_view value :
         {"[]", "{}", "null", "1", "\"x\"", "[null]", "[1]", "[[]]", "[\"x\"]", "[{},1]"}) {
      const std::string text = good.general();
      const std::size_t start = text.find("\"recipients\":") + 13;
      std::string changed = text;
      changed.replace(start, text.find(R"(,"iv")") - start, value);
      refuse_jwe_text(target, Form::general, changed, "malformed_token(recipients)|malformed_token(encrypted_key)");
    }
  }
}

// The key itself cannot be two recipients'.
TEST(Attack49, DirectKeysWithCompany) {
  for (const JweTarget& target : every_target()) {
    const Forger forger = target.forger();
    const JweParts shared = forger.seal(joined({R"({"enc":")", target.enc, "\"}"}));
    const std::string own = joined({R"({"alg":")", target.alg, "\"", forger.parameters(), "}"});
    const JweRecipientParts mine{.own = own, .key = shared.key};
    if (crypto::is_direct(management_row(target.alg))) {
      for (const std::size_t count : {std::size_t{2}, std::size_t{3}, std::size_t{16}})
        refuse_jwe_text(target, Form::general, to_many(target, count), "header_parameter(alg)");
      const JweRecipientParts other{.own = R"({"alg":"A128KW"})", .key = b64(std::string(24, 'k'))};
      refuse_jwe_text(target, Form::general, general_jwe(shared, {mine, other}), "header_parameter(alg)");
      refuse_jwe_text(target, Form::general, general_jwe(shared, {other, mine}), "header_parameter(alg)");
      // Protected, so that all recipients have it.
      const JweParts protected_alg = forger.good();
      refuse_jwe_text(
          target, Form::general,
          general_jwe(protected_alg, {{.own = R"({"kid":"a"})", .key = {}}, {.own = R"({"kid":"b"})", .key = {}}}),
          "header_parameter(alg)");
      continue;
    }
    for (const std::string_view direct : {R"({"alg":"dir"})", R"({"alg":"ECDH-ES"})"}) {
      const JweRecipientParts other{.own = std::string(direct), .key = {}};
      refuse_jwe_text(target, Form::general, general_jwe(shared, {mine, other}), "header_parameter(alg)");
      refuse_jwe_text(target, Form::general, general_jwe(shared, {other, mine}), "header_parameter(alg)");
    }
  }
}

TEST(Attack49, RecipientsDisagree) {
  for (const JweTarget& target : every_management()) {
    if (crypto::is_direct(management_row(target.alg))) continue;
    const Forger forger = target.forger();
    const JweParts shared = forger.seal_over("");
    const auto recipient = [&](std::string_view enc) {
      const std::string_view name = enc.empty() ? "" : R"(,"enc":)";
      return JweRecipientParts{.own = joined({R"({"alg":")", target.alg, "\"", name, enc, forger.parameters(), "}"}),
                               .key = shared.key};
    };
    const std::string same = "\"" + target.enc + "\"";
    const std::string other = target.enc == "A128GCM" ? R"("A256GCM")" : R"("A128GCM")";
    EXPECT_EQ(jwe_verdict(target, Form::general, general_jwe(shared, {recipient(same), recipient(same)})), "ok");
    for (const std::string& enc : {other, std::string(), std::string(R"("x")")}) {
      refuse_jwe_text(target, Form::general, general_jwe(shared, {recipient(same), recipient(enc)}),
                      "header_parameter(enc)");
      refuse_jwe_text(target, Form::general, general_jwe(shared, {recipient(enc), recipient(same)}),
                      "header_parameter(enc)");
    }
    // One that is malformed spoils the whole, also after one that would open.
    JweRecipientParts bad = recipient(same);
    bad.key = "A";
    refuse_jwe_text(target, Form::general, general_jwe(shared, {recipient(same), bad}),
                    "malformed_token(encrypted_key)");
    bad = recipient(same);
    bad.own.insert(1, R"("crit":["x"],"x":1,)");
    refuse_jwe_text(target, Form::general, general_jwe(shared, {recipient(same), bad}), "header_parameter(crit)");
  }
}

// A flattened object is no general one, and the reverse.
TEST(Attack49, FormsAreNotMixed) {
  for (const JweTarget& target : every_target()) {
    const JweParts good = target.forger().good();
    refuse_jwe_text(target, Form::flattened, good.general(), "malformed_token(recipients)");
    const std::string as_general = R"({"recipients":[{}],)" + good.flattened().substr(1);
    refuse_jwe_text(target, Form::flattened, as_general, "malformed_token(recipients)");
    if (!good.key.empty()) refuse_jwe_text(target, Form::general, as_general, "malformed_token(encrypted_key)");
    refuse_jwe_text(target, Form::general, R"({"header":{"x":1},)" + good.general().substr(1),
                    "malformed_token(header)");
    refuse_jwe_text(target, Form::compact, good.flattened(), "malformed_token(segments)");
  }
}

}  // namespace
}  // namespace signet::test
