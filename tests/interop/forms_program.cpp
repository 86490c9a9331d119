// Signs and verifies JWS in every form, for tests/interop: one JSON object a line in, one a line out.
//
// {"do":"sign","form":FORM,"payload":BASE64URL,"keys":[JWK...]} gives {"ok":true,"jws":TEXT}: each key signs with its
// alg. {"id","form":FORM,"jws":TEXT,"key":JWK SET,"algs":[...]} gives {"id","ok":true,"payload"?} or
// {"id","ok":false,"code","subject"}; a "payload" in it is the detached one, and "policy" is "any" or "all".
// FORM is {"serialization":"compact"|"flattened"|"general","detached","unencoded","unprotected_kid"}.
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signet/algorithm.h"
#include "signet/base64url.h"
#include "signet/bytes.h"
#include "signet/json.h"
#include "signet/jwk_set.h"
#include "signet/jws.h"
#include "signet/key.h"
#include "signet/result.h"
#include "signet/seams/signer.h"
#include "try.h"

namespace {

using signet::Bytes;
using signet::Result;
using signet::json::Value;
namespace jws = signet::jws;

std::string_view text_of(const Value& object, std::string_view name) {
  const auto member = object.find(name);
  return member ? member->string().value_or("") : "";
}

struct Form {
  explicit Form(const Value& form)
      : serialization(text_of(form, "serialization")),
        detached(flag(form, "detached")),
        unencoded(flag(form, "unencoded")),
        unprotected_kid(flag(form, "unprotected_kid")) {}

  static bool flag(const Value& form, std::string_view name) {
    const auto member = form.find(name);
    return member && member->boolean().value_or(false);
  }

  std::string_view serialization;
  bool detached;
  bool unencoded;
  bool unprotected_kid;
};

/// What signs with the keys of a question; the requests point into it.
struct Signers {
  static Result<Signers> of(const Value& keys, const Form& form) {
    Signers made;
    for (const Value& jwk : keys.elements()) {
      SIGNET_TRY(const signet::Key key, signet::Key::from_jwk(jwk));
      SIGNET_TRY(auto signer, key.signer());
      signet::json::Writer header;
      header.begin_object().member("kid", signer->kid()).end_object();
      made.kids.push_back(form.unprotected_kid ? header.take_string() : std::string());
      made.signers.push_back(std::move(signer));
    }
    return made;
  }

  std::vector<jws::SignatureRequest> requests(const Form& form) const {
    std::vector<jws::SignatureRequest> made;
    made.reserve(signers.size());
    for (std::size_t i = 0; i < signers.size(); ++i) {
      made.push_back({.signer = signers[i].get(),
                      .header = {.with_kid = !form.unprotected_kid, .unencoded_payload = form.unencoded},
                      .unprotected_json = kids[i]});
    }
    return made;
  }

  std::vector<std::shared_ptr<const signet::Signer>> signers;
  std::vector<std::string> kids;
};

Result<std::string> sign(const Value& question, const Form& form) {
  SIGNET_TRY(const Bytes payload, signet::base64url::decode(text_of(question, "payload")));
  SIGNET_TRY(const Signers signers, Signers::of(*question.find("keys"), form));
  const std::vector<jws::SignatureRequest> requests = signers.requests(form);
  const jws::SignatureRequest& only = requests.front();
  if (form.serialization == "compact") {
    return form.detached ? jws::sign_compact_detached(payload, *only.signer, only.header)
                         : jws::sign_compact(payload, *only.signer, only.header);
  }
  if (form.serialization == "flattened") {
    return form.detached ? jws::sign_flattened_detached(payload, only) : jws::sign_flattened(payload, only);
  }
  return form.detached ? jws::sign_general_detached(payload, requests) : jws::sign_general(payload, requests);
}

struct Trust {
  signet::JwkSet keys;
  signet::AlgorithmSet allowed;
  jws::SignaturePolicy policy;
};

Result<Trust> trust_of(const Value& question) {
  std::vector<std::string_view> names;
  for (const Value& name : question.find("algs")->elements()) names.push_back(name.string().value_or(""));
  SIGNET_TRY(auto keys, signet::JwkSet::parse_private(*question.find("key")));
  SIGNET_TRY(auto allowed, signet::AlgorithmSet::of(names));
  const bool all = text_of(question, "policy") == "all";
  return Trust{std::move(keys), std::move(allowed), all ? jws::SignaturePolicy::all() : jws::SignaturePolicy::any()};
}

template <class Verified>
Result<Bytes> payload_of(const Result<Verified>& verified) {
  if (!verified) return std::unexpected(verified.error());
  return Bytes(verified->payload().begin(), verified->payload().end());
}

template <class Verified>
Result<> outcome_of(const Result<Verified>& verified) {
  if (!verified) return std::unexpected(verified.error());
  return {};
}

Result<Bytes> verify(const Form& form, std::string_view text, const Trust& trust) {
  const auto& [keys, allowed, policy] = trust;
  if (form.serialization == "compact") return payload_of(jws::verify_compact(text, keys, allowed));
  if (form.serialization == "flattened") return payload_of(jws::verify_flattened(text, keys, allowed));
  return payload_of(jws::verify_general(text, keys, allowed, policy));
}

Result<> verify_detached(const Form& form, std::string_view text, const Trust& trust, const Bytes& payload) {
  const auto& [keys, allowed, policy] = trust;
  if (form.serialization == "compact") {
    return outcome_of(jws::verify_compact_detached(text, payload, keys, allowed));
  }
  if (form.serialization == "flattened") {
    return outcome_of(jws::verify_flattened_detached(text, payload, keys, allowed));
  }
  return outcome_of(jws::verify_general_detached(text, payload, keys, allowed, policy));
}

Result<> answer(const Value& question, signet::json::Writer& out) {
  const Form form(*question.find("form"));
  if (text_of(question, "do") == "sign") {
    SIGNET_TRY(const std::string made, sign(question, form));
    out.key("ok").boolean(true).member("jws", made);
    return {};
  }
  SIGNET_TRY(const Trust trust, trust_of(question));
  const std::string_view text = text_of(question, "jws");
  if (question.find("payload")) {
    SIGNET_TRY(const Bytes payload, signet::base64url::decode(text_of(question, "payload")));
    SIGNET_CHECK(verify_detached(form, text, trust, payload));
    out.key("ok").boolean(true);
    return {};
  }
  SIGNET_TRY(const Bytes payload, verify(form, text, trust));
  out.key("ok").boolean(true).member("payload", signet::base64url::encode(payload));
  return {};
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const auto question = signet::json::Document::parse(line);
    if (!question) return 2;
    signet::json::Writer out;
    out.begin_object().member("id", text_of(question->root(), "id"));
    if (const Result<> done = answer(question->root(), out); !done) {
      out.key("ok").boolean(false).member("code", signet::name_of(done.error().code));
      out.member("subject", done.error().subject);
    }
    std::cout << out.end_object().text() << '\n' << std::flush;
  }
  return 0;
}
