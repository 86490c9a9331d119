// Attacks on parsers: rows 30 to 32, 37 and 38, through whole tokens, keys and sets.
#include "counted_work.h"
#include "target.h"

namespace signet::test {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kAnyForm =
    "malformed_token(header)|malformed_token(payload)|malformed_token(signature)|malformed_json(header)|"
    "header_parameter(alg)|alg_not_allowed(alg)|bad_signature|key_not_found(kid)";

// Row 30: one token has one spelling. Each variant of each segment, on its own.
TEST(Attack30, OneTokenHasOneSpelling) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const Parts good = split(good_token(*row));
    accept(target, good.joined());
    for (std::string Parts::* segment : {&Parts::header, &Parts::payload, &Parts::signature}) {
      const std::string text = good.*segment;
      std::vector<std::string> variants = {
          text + "=",  text + "==",   text + "===",  text + "A",        text + " ",
          " " + text,  text + "\n",   text + "\r\n", "\n" + text,       text + std::string(1, '\0'),
          text + "\t", text + "AAAA", text + "%3D",  text + "\xC2\xA0", text + "*",
          "=" + text};
      for (const std::string_view inside : {"\n", "\r\n", " ", "=", "\t", "%0A"})
        variants.push_back(text.substr(0, 4) + std::string(inside) + text.substr(4));
      for (const std::string_view instead : {"+", "/", "%", ",", ":", "~", ".", "\x7f", "\xC3\xA9"})
        variants.push_back(text.substr(0, 3) + std::string(instead) + text.substr(4));
      for (const char c : kAlphabet)
        if (c != text.back()) variants.push_back(text.substr(0, text.size() - 1) + c);
      for (const std::string& variant : variants) {
        Parts changed = good;
        changed.*segment = variant;
        refuse(target, changed.joined(), std::string(kAnyForm) + "|malformed_token(segments)");
      }
    }
  }
}

// The last character of a signature may carry bits that no octet has: all other values of them are refused as form.
TEST(Attack30, UnusedBitsOfTheSignatureAreZero) {
  for (const auto* row : all_rows()) {
    const std::string token = good_token(*row);
    const std::size_t characters = split(token).signature.size();
    const std::size_t unused = characters % 4 == 3 ? 2 : characters % 4 == 2 ? 4 : 0;
    const std::size_t last = kAlphabet.find(token.back());
    for (std::size_t bits = 1; bits < (std::size_t{1} << unused); ++bits)
      refuse(Target::of(*row), token.substr(0, token.size() - 1) + kAlphabet[last + bits],
             "malformed_token(signature)");
  }
}

// A signed header or payload that is base64url in a second spelling: the signature holds, the form does not.
TEST(Attack30, SignedSegmentsAreCanonicalToo) {
  for (const auto* row : all_rows()) {
    const auto signer = signer_for(*row);
    const Target target = Target::of(*row);
    std::string head = header_for(*row);
    while (head.size() % 3 != 1) head += ' ';
    std::string body(kGoodPayload);
    while (body.size() % 3 != 1) body += ' ';
    const std::string header = b64(head);
    const std::string payload = b64(body);
    accept(target, sign_segments(header, payload, *signer));
    for (const std::string_view after : {"=", "==", "\n", " ", "A", "AAA="}) {
      refuse(target, sign_segments(header, payload + std::string(after), *signer),
             "malformed_token(payload)|malformed_json(payload)");
      refuse(target, sign_segments(header + std::string(after), payload, *signer),
             "malformed_token(header)|malformed_json(header)");
    }
    for (std::size_t bits = 1; bits < 16; ++bits) {  // a group of two characters has four unused bits
      const auto loose = [bits](std::string text) {
        text.back() = kAlphabet[kAlphabet.find(text.back()) + bits];
        return text;
      };
      refuse(target, sign_segments(header, loose(payload), *signer), "malformed_token(payload)");
      refuse(target, sign_segments(loose(header), payload, *signer), "malformed_token(header)");
    }
  }
}

TEST(Attack31, DuplicateNamesInTheHeader) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const std::string name = name_of(*row);
    const std::pair<std::string, std::string_view> cases[] = {
        {R"({"alg":")" + name + R"(","alg":"none"})", "duplicate_name(alg)"},
        {R"({"alg":"none","alg":")" + name + R"("})", "duplicate_name(alg)"},
        {R"({"alg":")" + name + R"(","al\u0067":"none"})", "duplicate_name(alg)"},
        {R"({"\u0061\u006c\u0067":"none","alg":")" + name + R"("})", "duplicate_name(alg)"},
        {R"({"alg":")" + name + R"(","kid":"a","kid":"b"})", "duplicate_name(kid)"},
        {R"({"alg":")" + name + R"(","kid":"a","k\u0069d":"a"})", "duplicate_name(kid)"},
        {R"({"alg":")" + name + R"(","crit":["x"],"crit":[]})", "duplicate_name(crit)"},
        {R"({"alg":")" + name + R"(","x":{"a":1,"a":1}})", "duplicate_name(a)"},
        {R"({"alg":")" + name + R"(","x":[{"y":{"a":1,"\u0061":1}}]})", "duplicate_name(a)"},
        {R"({"alg":")" + name + R"(","":1,"":2})", "duplicate_name"}};
    for (const auto& [header, expected] : cases)
      refuse(target, forge(header, kGoodPayload, *signer_for(*row)), expected);
  }
}

TEST(Attack31, DuplicateNamesInThePayload) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const auto with = [&](std::string_view payload) { return forge(header_for(*row), payload, *signer_for(*row)); };
    refuse(target, with(R"({"iss":"https://as.example","iss":"https://evil.example","aud":"api"})"),
           "duplicate_name(iss)");
    refuse(target, with(R"({"iss":"https://as.example","aud":"api","a\u0075d":"web"})"), "duplicate_name(aud)");
    refuse(target, with(R"({"iss":"https://as.example","aud":"api","exp":1,"\u0065xp":1900000000})"),
           "duplicate_name(exp)");
    refuse(target, with(R"({"iss":"https://as.example","aud":"api","scope":"read","scope":"read write"})"),
           "duplicate_name(scope)");
    refuse(target, with(R"({"iss":"https://as.example","aud":"api","x":[[{"r":1,"r":2}]]})"), "duplicate_name(r)");
    refuse(target, with(R"({"iss":"https://as.example","aud":"api","x":{"y":{"z":{"r":1,"\u0072":2}}}})"),
           "duplicate_name(r)");
    const std::string deep = std::string(60, '[') + R"({"r":1,"r":1})" + std::string(60, ']');
    refuse(target, with(R"({"iss":"https://as.example","aud":"api","x":)" + deep + "}"), "duplicate_name(r)");
  }
}

TEST(Attack31, DuplicateNamesInKeysAndSets) {
  for (const auto* row : all_rows()) {
    const std::string jwk(as_text(key_for(*row).to_private_jwk()->expose()));
    const auto document = json::Document::parse(jwk).value();
    for (const auto& [name, value] : document.root().members()) {
      const std::string start = jwk.substr(0, jwk.size() - 1) + ",\"";
      char first[8];
      std::snprintf(first, sizeof first, "\\u%04x", static_cast<unsigned>(name[0]));
      const std::string expected = "duplicate_name(" + std::string(name) + ")";
      for (const std::string& again : {std::string(name), first + std::string(name.substr(1))})
        refuse_key(start + again + "\":" + std::string(value.source()) + "}", expected, name_of(*row));
    }
    refuse_set(R"({"keys":[)" + jwk + R"(],"keys":[]})", "duplicate_name(keys)");
    refuse_set(R"({"keys":[{"kty":"oct","k":"AA","\u006b":"AB"}]})", "duplicate_name(k)");
    refuse_set(R"({"keys":[],"k\u0065ys":[)" + jwk + "]}", "duplicate_name(keys)");
  }
}

TEST(Attack32, JsonIsNoCompactToken) {
  for (const auto* row : all_rows()) {
    const Parts good = split(good_token(*row));
    const Target target = Target::of(*row);
    const std::string whole = good.joined();
    const std::string flattened = R"({"payload":")" + good.payload + R"(","protected":")" + good.header +
                                  R"(","signature":")" + good.signature + "\"}";
    const std::string texts[] = {
        flattened,
        R"({"payload":")" + good.payload + R"(","signatures":[{"protected":")" + good.header + R"(","signature":")" +
            good.signature + "\"}]}",
        "{\"" + whole + "\":1}",
        "{\"x\":\"" + good.header + "." + good.payload + "\",\"" + "." + good.signature + "\"}",
        "{\"x\":\"" + good.header + "\",\"y\":\"." + good.payload + "\",\"z\":\"." + good.signature + "\"}",
        "{\"protected\":\"" + good.header + "." + good.payload + "." + good.signature + "\"}",
        "[\"" + whole + "\"]",
        "\"" + whole + "\"",
        "  " + whole,
        whole + " ",
        whole + "\n",
        "\n" + whole,
        "\xEF\xBB\xBF" + whole,
        "Bearer " + whole,
        "DPoP " + whole,
        joined({whole, ",", whole}),
        joined({whole, " ", whole}),
        joined({"{}.", good.payload, ".", good.signature}),
        joined({good.header, ".{}.", good.signature}),
        joined({good.header, ".", good.payload, ".{}"}),
        R"({"alg":")" + name_of(*row) + "\"}." + good.payload + "." + good.signature};
    for (const std::string& text : texts)
      refuse(target, text,
             "malformed_token(segments)|malformed_token(header)|malformed_token(payload)|malformed_token(signature)|"
             "bad_signature");
  }
}

TEST(Attack37, ManySegmentsAndHugeTokens) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const Parts good = split(good_token(*row));
    refuse(target, std::string(60'000, '.'), "malformed_token(segments)");
    for (const std::string_view more : {".", "..", ".a.b", ".a.b.c", "....."})
      refuse(target, good.joined() + std::string(more), "malformed_token(segments)");
    refuse(target, "." + good.joined(), "malformed_token(segments)");
    refuse(target, "..", "malformed_token(signature)|malformed_token(header)");
    for (const std::string_view text : {".", "", "a", "a.b", "....", ".a"})
      refuse(target, text, "malformed_token(segments)");
    const std::string fits(jwt::kMaxSize, 'A');
    refuse(target, fits, "malformed_token(segments)");
    refuse(target, fits + "A", "limit_exceeded(token)");
    for (const std::size_t segment : {0u, 1u, 2u}) {
      Parts huge = good;
      std::string Parts::* const parts[] = {&Parts::header, &Parts::payload, &Parts::signature};
      huge.*parts[segment] = std::string(60'000, 'A');
      refuse(target, huge.joined(),
             "malformed_json(header)|bad_signature|limit_exceeded(header)|limit_exceeded(token)");
    }
  }
}

// Ten million dots: as many allocations as for three.
TEST(Attack37, TenMillionDotsAreLittleWork) {
  const std::string dots(10'000'000, '.');
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    jwt::Scratch scratch;
    EXPECT_FALSE(target.verifier().verify("...", kNow, scratch));
    const Work before = work_so_far();
    const std::string said = outcome(target.verifier().verify(dots, kNow, scratch));
    const std::size_t after_large = work_so_far().allocations - before.allocations;
    const Work again = work_so_far();
    (void)outcome(target.verifier().verify("...", kNow, scratch));
    EXPECT_EQ(after_large, work_so_far().allocations - again.allocations);
    EXPECT_LE(after_large, 4u);
    refuse_result(Form::compact, name_of(*row), said, "limit_exceeded(token)");
    const auto bare = jws::verify_compact(dots, target.keys(), target.allowed());
    refuse_result(Form::compact, name_of(*row), outcome(bare), "malformed_token(segments)");
  }
  refuse(Target::of(row("HS256")), dots, "limit_exceeded(token)");
}

TEST(Attack38, NestingIsBounded) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const auto nested = [&](std::string_view open, std::string_view close, std::size_t depth) {
      std::string x;
      for (std::size_t i = 0; i < depth; ++i) x += open;
      x += "1";
      for (std::size_t i = 0; i < depth; ++i) x += close;
      return forge(header_for(*row), R"({"iss":"https://as.example","aud":"api","x":)" + x + "}", *signer_for(*row));
    };
    accept(target, nested("[", "]", 63));
    accept(target, nested("{\"a\":", "}", 63));
    refuse(target, nested("[", "]", 64), "limit_exceeded(depth)");
    refuse(target, nested("{\"a\":", "}", 64), "limit_exceeded(depth)");
    refuse(target, nested("[{\"a\":", "}]", 32), "limit_exceeded(depth)");
    refuse(target, nested("[", "]", 20'000), "limit_exceeded(depth)");
    refuse(target, nested("[", "", 20'000), "limit_exceeded(depth)");
    refuse(target, forge(header_for(*row, R"(,"x":)" + std::string(20'000, '[')), kGoodPayload, *signer_for(*row)),
           "limit_exceeded(header)|limit_exceeded(depth)");
    refuse(target,
           forge(header_for(*row, R"(,"x":)" + std::string(64, '[') + std::string(64, ']')), kGoodPayload,
                 *signer_for(*row)),
           "limit_exceeded(header)|limit_exceeded(depth)");
  }
}

TEST(Attack38, HostileJsonInThePayload) {
  const std::string start = R"({"iss":"https://as.example","aud":"api","x":)";
  for (const auto* asked : all_rows()) {
    const Target target = Target::of(*asked);
    const auto with = [&](const std::string& payload) {
      return forge(header_for(*asked), payload, *signer_for(*asked));
    };
    for (const std::string number :
         {"1e400", "-0", "1e-400", "9223372036854775808", "18446744073709551616", "-9223372036854775809"})
      accept(target, with(start + number + "}"));
    for (const std::string bad :
         {"01", "+1", "1.", ".5", "NaN", "Infinity", "0x10", "1e", "--1", "-", "1e+", "1_000", "\xEF\xBC\x91"})
      refuse(target, with(start + bad + "}"), "malformed_json(payload)");
    for (const std::string bad :
         {"\xff", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3", "\xE2\x82", "\\ud800", "\\udc00\\ud800",
          "\\ud800\\u0041", "\x01", "\n", "\t", "\\x41", "\\u12", "\\a", "\\"})
      refuse(target, with(joined({start, "\"", bad, "\"}"})), "malformed_json(payload)");
    refuse(target, with(start + "\"" + std::string(1, '\0') + "\"}"), "malformed_json(payload)");
    const std::string good(kGoodPayload);
    for (const std::string& text :
         {"\xEF\xBB\xBF" + good, good + "x", good + std::string(1, '\0'), good + "{}", good + ",", std::string(),
          good.substr(0, good.size() - 1), "/**/" + good, good + "//", std::string("{'iss':1}"), std::string("{iss:1}"),
          std::string("{\"a\":1,}")})
      refuse(target, with(text), "malformed_json(payload)");
    for (const std::string text : {"[]", "\"x\"", "1", "null", "true", "[{}]"})
      refuse(target, with(text), "claim_type(payload)");
  }
}

TEST(Attack38, HostileJsonInTheHeader) {
  for (const auto* asked : all_rows()) {
    const Target target = Target::of(*asked);
    const std::string head = header_for(*asked);
    for (const std::string& header :
         {"\xEF\xBB\xBF" + head, head + " x", "[" + head + "]", head + head, head.substr(1), std::string("[]"),
          std::string("null"), std::string("1"), std::string("\"") + name_of(*asked) + "\"",
          head + std::string(1, '\0'), "\v" + head, "//\n" + head})
      refuse(target, forge(header, kGoodPayload, *signer_for(*asked)), "malformed_json(header)");
  }
}

TEST(Attack38, HostileJsonInKeys) {
  for (const auto* asked : all_rows()) {
    const std::string jwk(as_text(key_for(*asked).to_private_jwk()->expose()));
    const std::string start = jwk.substr(0, jwk.size() - 1);
    for (const std::string& text :
         {jwk + "x", jwk + jwk, start, start + ",}", start + ",\"pad\":01}", start + ",\"pad\":\"\\ud800\"}",
          start + ",\"pad\":NaN}", start + ",\"pad\":\"\xff\"}"})
      refuse_key(text, "malformed_json", name_of(*asked));
    refuse_key(start + ",\"pad\":" + std::string(64, '[') + std::string(64, ']') + "}", "limit_exceeded(depth)",
               name_of(*asked));
    refuse_key(start + ",\"pad\":\"" + std::string(300'000, 'x') + "\"}", "limit_exceeded(bytes)", name_of(*asked));
  }
}

}  // namespace
}  // namespace signet::test
