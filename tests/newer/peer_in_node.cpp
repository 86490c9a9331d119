// Our side of interop.mjs: for each algorithm a new key and a token by it go to one file; the tokens of another file,
// each with its key, are verified. Ends the process: 0 when all of them hold and none holds when it is changed.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "signet/jwk_set.h"
#include "signet/jws.h"

namespace {

using namespace signet;

constexpr std::string_view kPayload = R"({"sub":"user-42"})";

std::string tokens_of_ours() {
  json::Writer out;
  out.begin_array();
  for (const std::string_view alg : {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87"}) {
    const Key key = Key::generate({.alg = alg}).value();
    out.begin_object().member("token", jws::sign_compact(as_bytes(kPayload), *key.signer().value()).value());
    out.key("private").raw(as_text(key.to_private_jwk()->expose()));
    out.key("public").raw(key.to_public_jwk().value()).end_object();
  }
  out.end_array();
  return std::string(out.text());
}

bool holds(const json::Value& item) {
  const Key key = Key::from_jwk(*item.find("private")).value();
  const JwkSet set = JwkSet::parse(R"({"keys":[)" + key.to_public_jwk().value() + "]}").value();
  const std::string_view names[] = {key.info().alg};
  const AlgorithmSet rows = AlgorithmSet::of(names).value();
  std::string token(item.find("token")->string().value());
  const auto verified = jws::verify_compact(token, set, rows);
  if (!verified || as_text(verified->payload()) != kPayload) return false;
  if (key.thumbprint() != item.find("thumbprint")->string()) return false;
  token[token.find('.') + 2] ^= 1;
  return !jws::verify_compact(token, set, rows);
}

int run(const char* ours, const char* theirs) {
  std::ofstream(ours) << tokens_of_ours();
  std::ifstream in(theirs);
  std::stringstream text;
  text << in.rdbuf();
  const json::Document document = json::Document::parse(text.str()).value();
  int wrong = 0;
  for (const json::Value item : document.root().elements()) wrong += !holds(item);
  std::printf("of theirs %zu, wrong %d\n", document.root().size(), wrong);
  return document.root().size() == 3 && wrong == 0 ? 0 : 1;
}

}  // namespace

extern "C" {

[[gnu::visibility("default")]] void* napi_register_module_v1(void*, void*);
[[gnu::visibility("default")]] int node_api_module_get_api_version_v1();

int node_api_module_get_api_version_v1() {
  return 8;
}

void* napi_register_module_v1(void*, void*) {
  const int result = run(std::getenv("SIGNET_OURS"), std::getenv("SIGNET_THEIRS"));
  std::fflush(stdout);
  std::_Exit(result);
}
}
