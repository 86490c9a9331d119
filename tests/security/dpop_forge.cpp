#include "dpop_forge.h"

#include "signet/dpop.h"

namespace signet::test {
namespace {

/// A JSON string's inside.
std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet >= 0x20 && c != '"' && c != '\\') {
      out += c;
      continue;
    }
    out += "\\u00";
    out += kHex[octet >> 4U];
    out += kHex[octet & 15U];
  }
  return out;
}

std::string hex_of(std::string_view base64) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  const Bytes octets = base64url::decode(base64).value();
  for (const std::uint8_t octet : octets) {
    out += kHex[octet >> 4U];
    out += kHex[octet & 15U];
  }
  return out;
}

}  // namespace

std::vector<const SignatureAlgorithm*> proof_rows() {
  std::vector<const SignatureAlgorithm*> rows;
  for (const SignatureAlgorithm* row : all_rows())
    if (describe(*row).kty != "oct") rows.push_back(row);
  return rows;
}

std::string proof_header(std::string_view alg, std::string_view jwk, std::string_view more) {
  return joined({R"({"typ":"dpop+jwt","alg":")", alg, R"(","jwk":)", jwk, more, "}"});
}

std::string proof_jwk(const SignatureAlgorithm& row) {
  return key_for(row).public_key()->with_info({})->to_public_jwk().value();
}

std::string proof_for(const SignatureAlgorithm& row, std::string_view claims) {
  return forge(proof_header(name_of(row), proof_jwk(row)), claims, *signer_for(row));
}

std::string ProofDraft::claims() const {
  return joined({R"({"jti":")", jti, R"(","htm":")", htm, R"(","htu":")", htu, R"(","iat":)", iat, more, "}"});
}

ProofDraft ProofDraft::with_htm(std::string_view text) const {
  ProofDraft other = *this;
  other.htm = escaped(text);
  return other;
}

ProofDraft ProofDraft::with_htu(std::string_view text) const {
  ProofDraft other = *this;
  other.htu = escaped(text);
  return other;
}

ProofDraft ProofDraft::with_iat(std::string_view number) const {
  ProofDraft other = *this;
  other.iat = number;
  return other;
}

ProofDraft ProofDraft::with_more(std::string_view members) const {
  ProofDraft other = *this;
  other.more += members;
  return other;
}

std::vector<Hostile> proofs_with_odd_keys(const ProofDraft& draft) {
  const std::string name = name_of(*draft.row);
  const std::string good = proof_jwk(*draft.row);
  const std::string claims = draft.claims();
  const auto signer = signer_for(*draft.row);
  std::vector<Hostile> all;
  const auto add_jwk = [&](std::string_view jwk, std::string_view expected) {
    all.push_back({forge(proof_header(name, jwk), claims, *signer), std::string(expected)});
  };
  add_jwk(as_text(key_for(*draft.row).to_private_jwk()->expose()), "private_key(jwk)");
  const std::string_view member = describe(*draft.row).kty == "AKP" ? "priv" : "d";
  for (const std::string_view value : {R"("")", R"("AA")", "null", "1", "{}"})
    add_jwk(joined({good.substr(0, good.size() - 1), ",\"", member, "\":", value, "}"}), "private_key(jwk)");
  // No other parameter names a key, and no set or policy lends one.
  const std::string without = joined({R"({"typ":"dpop+jwt","alg":")", name, "\""});
  for (const std::string_view more :
       {"", R"(,"kid":"k")", R"(,"jku":"https://as.example/jwks")", R"(,"x5u":"https://as.example/x")", R"(,"key":{})"})
    all.push_back({forge(joined({without, more, "}"}), claims, *signer), "header_parameter(jwk)"});
  for (const std::string_view jwk : {"null", "\"\"", "[]", "1", "true"}) add_jwk(jwk, "header_parameter(jwk)");
  for (const std::string_view jwk : {"{}", R"({"kty":"x"})", R"({"kty":["EC"]})"})
    add_jwk(jwk, "malformed_key(kty)|key_unsupported(kty)");
  return all;
}

std::vector<Hostile> proofs_of_another_typ(const ProofDraft& draft) {
  const std::string good = proof_header(name_of(*draft.row), proof_jwk(*draft.row));
  const auto signer = signer_for(*draft.row);
  std::vector<Hostile> all;
  for (const std::string_view typ :
       {"JWT", "at+jwt", "jwt", "dpop", "dpop+jwt2", "dpop+jwt ", " dpop+jwt", "x/dpop+jwt", "application/", ""}) {
    std::string header = good;
    header.replace(header.find("dpop+jwt"), 8, typ);
    all.push_back({forge(header, draft.claims(), *signer), "typ_mismatch(typ)"});
  }
  all.push_back({forge("{" + good.substr(good.find("\"alg\"")), draft.claims(), *signer), "typ_mismatch(typ)"});
  all.push_back({good_token(*draft.row), "typ_mismatch(typ)"});
  return all;
}

std::vector<Hostile> proofs_that_prove_nothing(const ProofDraft& draft) {
  const std::string jwk = proof_jwk(*draft.row);
  const std::string claims = draft.claims();
  std::vector<Hostile> all;
  all.push_back({joined({b64(proof_header("none", jwk)), ".", b64(claims), "."}), "malformed_token(signature)"});
  for (const std::string_view none : {"none", "None", "NONE", "", "null"})
    all.push_back({forge(proof_header(none, jwk), claims, *signer_for(*draft.row)), "alg_not_allowed(alg)"});
  for (const std::string_view mac : {"HS256", "HS384", "HS512"}) {
    const auto signer = signer_for(row(mac));
    const std::string oct(as_text(key_for(row(mac)).to_private_jwk()->expose()));
    all.push_back({forge(proof_header(mac, jwk), claims, *signer), "alg_not_allowed(alg)"});
    all.push_back({forge(proof_header(mac, oct), claims, *signer), "alg_not_allowed(alg)"});
    all.push_back({forge(proof_header(name_of(*draft.row), oct), claims, *signer), "private_key(jwk)"});
  }
  return all;
}

std::vector<Hostile> proofs_by_another_type(const ProofDraft& draft) {
  std::vector<Hostile> all;
  for (const auto* other : proof_rows()) {
    const std::string kty(describe(*other).kty);
    if (kty == describe(*draft.row).kty && (kty == "RSA" || kty == "OKP")) continue;
    if (draft.row == other) continue;
    all.push_back({forge(proof_header(name_of(*draft.row), proof_jwk(*other)), draft.claims(), *signer_for(*other)),
                   "key_mismatch(kty)|key_mismatch(crv)|key_mismatch(alg)", label_of(*draft.row, *other)});
  }
  return all;
}

std::vector<Hostile> proofs_with_odd_signatures(const ProofDraft& draft) {
  const std::string name = name_of(*draft.row);
  const Parts parts = split(draft.proof());
  const Key evil = Key::generate({.alg = name}).value();
  const auto signer = evil.signer(*draft.row).value();
  const std::string behind = joined({".", parts.signature});
  return {
      {forge(proof_header(name, proof_jwk(*draft.row)), draft.claims(), *signer), "bad_signature"},
      {joined({parts.header, ".", b64(draft.with_htm("GET").claims()), behind}), "bad_signature"},
      {joined({parts.header, ".", b64(draft.with_htu("https://x.example").claims()), behind}), "bad_signature"},
      {joined({b64(proof_header(name, proof_jwk(*draft.row), R"(,"x":1)")), ".", parts.payload, behind}),
       "bad_signature"},
      {joined({parts.header, ".", parts.payload, "."}), "malformed_token(signature)"},
      // A signature that is longer than any is a wrong one, whatever its characters are.
      {joined({parts.header, ".", parts.payload, ".", std::string(8000, 'A')}), "bad_signature"},
  };
}

std::vector<Hostile> proofs_for_no_url(const ProofDraft& draft) {
  std::vector<Hostile> all;
  for (const std::string_view htu :
       {"", "*", "/token", "as.example/token", "//as.example/token", "https:///token", "https://u:p@as.example/token",
        "urn:ietf:params:oauth:token", "https://as.example/a b", "https://as.example/%", "file:///token",
        "https://:443/"})
    all.push_back({draft.with_htu(htu).proof(), "claim_rule(htu)", std::string(htu)});
  return all;
}

std::vector<Hostile> proofs_with_odd_claims(const ProofDraft& draft) {
  const std::string good = draft.claims();
  std::vector<Hostile> all;
  for (const std::string_view name : {"jti", "htm", "htu", "iat"}) {
    const std::string member = joined({"\"", name, "\":"});
    std::string renamed = good;
    renamed.replace(renamed.find(member), member.size(), "\"x\":");
    all.push_back({proof_for(*draft.row, renamed), joined({"claim_missing(", name, ")"})});
    for (const std::string_view value : {"null", "[]", "{}", "true", R"(["POST"])"})
      all.push_back({proof_for(*draft.row, joined({renamed.substr(0, renamed.size() - 1), ",", member, value, "}"})),
                     joined({"claim_type(", name, ")"})});
  }
  std::string twice = good;
  twice.insert(1, R"("htu":"https://evil.example/",)");
  all.push_back({proof_for(*draft.row, twice), "duplicate_name(htu)"});
  ProofDraft unnamed = draft;
  unnamed.jti.clear();
  all.push_back({unnamed.proof(), "claim_rule(jti)"});
  return all;
}

std::vector<Hostile> proofs_of_other_times(const ProofDraft& draft) {
  std::vector<Hostile> all;
  for (const std::string_view iat : {"0", "-0", "1e-3"})
    all.push_back({draft.with_iat(iat).proof(), "token_expired(iat)"});
  for (const std::string_view iat : {"1e12", "9223372036854", "18e8000", "-1", "1e400"})
    all.push_back({draft.with_iat(iat).proof(), "token_not_yet_valid(iat)|claim_type(iat)"});
  all.push_back({draft.with_more(R"(,"exp":1)").proof(), "token_expired(exp)"});
  all.push_back({draft.with_more(R"(,"nbf":9000000000)").proof(), "token_not_yet_valid(nbf)"});
  return all;
}

std::vector<Hostile> proofs_with_odd_nonces(const ProofDraft& draft) {
  std::vector<Hostile> all = {{draft.proof(), "nonce_required(nonce)"}};
  for (const std::string_view stale :
       {R"("n-1")", R"("N-2")", R"("n-2 ")", R"("n-20")", R"("n-")", R"("")", R"("n-2\u0000")"})
    all.push_back({draft.with_more(joined({R"(,"nonce":)", stale})).proof(), "claim_mismatch(nonce)"});
  for (const std::string_view type : {"null", "2", R"(["n-2"])", "{}"})
    all.push_back({draft.with_more(joined({R"(,"nonce":)", type})).proof(), "claim_type(nonce)"});
  return all;
}

std::vector<Hostile> proofs_with_odd_hashes(const ProofDraft& draft, std::string_view token, std::string_view hash) {
  const std::string good(hash);
  const std::string hex = hex_of(hash);
  const std::string changed = good.substr(0, good.size() - 1) + (good.back() == 'p' ? "q" : "p");
  std::vector<Hostile> all = {{draft.proof(), "claim_missing(ath)"}};
  for (const std::string& ath :
       {std::string(), good + "=", good.substr(1), hex, std::string(token), changed, b64(hex), "f" + good})
    all.push_back({draft.with_more(joined({R"(,"ath":")", ath, "\""})).proof(), "claim_mismatch(ath)"});
  return all;
}

std::vector<Hostile> proofs_that_are_too_large(const ProofDraft& draft) {
  const std::string huge(dpop::kMaxProof, 'a');
  std::vector<Hostile> all = {{huge + "a", "limit_exceeded(token)"}, {huge, "malformed_token(segments)"}};
  for (const std::string_view claim : {"jti", "x"})
    all.push_back({proof_for(*draft.row, joined({"{\"", claim, "\":\"", huge, "\"}"})), "limit_exceeded(token)"});
  return all;
}

std::vector<std::string_view> other_urls() {
  return {"https://as.example/token/",
          "https://as.example/Token",
          "https://as.example/tokens",
          "https://as.example/toke",
          "https://as.example//token",
          "https://as.example/token/..",
          "https://as.example/token%2F",
          "https://as.example/token%00",
          "https://as.example/token;x",
          "https://as.example/%74%6f%6b%65%6",
          "https://as.example",
          "http://as.example/token",
          "https://as.example:80/token",
          "https://as.example:4433/token",
          "https://as.example./token",
          "https://as.example.evil.example/token",
          "https://evil.example/token",
          "https://as.example%2eevil.example/token",
          "https://evil.example/https://as.example/token",
          "https://as.example@evil.example/token",
          "https://evil.example/?https://as.example/token",
          "https://evil.example#https://as.example/token",
          "https:as.example/token",
          "https:/as.example/token",
          "//as.example/token",
          "/token",
          "token",
          "",
          "*",
          "https://",
          "javascript:https://as.example/token",
          "https://as.example\\token",
          "https://as.example/tok\ten",
          " https://as.example/token",
          "https://as.example/token ",
          "https://as.example/token\r\n",
          "https://\xc3\xa4s.example/token",
          "https://[::1]/token"};
}

std::vector<std::string_view> other_methods() {
  return {"GET", "PUT", "post", "Post", "POST ", " POST", "POSTS", "POS", "", "P%4FST", "POST\n", "HEAD,POST"};
}

}  // namespace signet::test
