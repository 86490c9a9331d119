// signet_token_cache_bench: what a token of 1 KiB costs that was verified before, beside looking it up in a map of the
// standard library (which checks nothing) and beside verifying it. Docs: docs/guide/token-cache.md.
#include "signet/token_cache.h"

#include <array>
#include <cstdio>
#include <iostream>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "contender.h"
#include "harness.h"
#include "report.h"
#include "signet/jwt.h"

namespace signet::bench {
namespace {

constexpr std::size_t kTokenOctets = 1024;
constexpr std::size_t kTokens = 256;
constexpr double kGoal = 60;
constexpr std::string_view kHit = "hit";

/// The claims of the other benchmarks, and a text that makes the token as long as it should be, or one more.
std::string make_token(const Material& material, std::string_view jti) {
  const auto signer = need(material.key.signer(), "signer");
  jwt::Builder builder;
  builder.claims_json(material.payload).claim("jti", jti);
  for (std::string groups(kTokenOctets / 4, 'x');; groups += 'x') {
    std::string token = need(builder.claim("groups_of_this_subject", groups).sign(*signer), "token");
    if (token.size() >= kTokenOctets) return token;
  }
}

struct Tokens {
  jwt::Verifier verifier;
  jwt::CachingVerifier cache;
  std::vector<std::string> texts = {};
  std::unordered_map<std::string, std::shared_ptr<const jwt::Verified>> map = {};
};

Tokens make_tokens(const Material& material) {
  jwt::Policy policy;
  policy.issuer(kIssuer).audience(kAudience).algorithms({material.alg}).typ_jwt();
  const auto verifier = need(jwt::Verifier::build(std::move(policy), JwkSet::of({&material.key, 1})), "verifier");
  Tokens made{.verifier = verifier, .cache = need(jwt::CachingVerifier::build(verifier), "cache")};
  // A map of the standard library does without its hash as long as it is small.
  for (std::size_t i = 0; i < kTokens; ++i) {
    made.texts.push_back(make_token(material, std::to_string(i)));
    made.map.emplace(made.texts.back(), need(made.cache.verify(made.texts.back(), kNow), "verified"));
  }
  return made;
}

bool hit(const Tokens& tokens, std::size_t which) {
  const auto token = tokens.cache.verify(tokens.texts[which], kNow);
  return token && (*token)->claims().subject().has_value();
}

/// Hits of two threads at once, each with a token: nanoseconds of one thread for so many.
std::optional<double> time_two(const Tokens& tokens, std::array<std::size_t, 2> which, std::size_t count) {
  std::array<double, 2> took{};
  std::array<bool, 2> good{};
  std::latch both(2);
  const auto work = [&](std::size_t thread) {
    both.arrive_and_wait();
    const double begin = processor_ns();
    bool all = true;
    for (std::size_t i = 0; i < count; ++i) all &= hit(tokens, which[thread]);
    took[thread] = processor_ns() - begin;
    good[thread] = all;
  };
  {
    const std::jthread other(work, 1);
    work(0);
  }
  if (!good[0] || !good[1]) return std::nullopt;
  return (took[0] + took[1]) / 2;
}

std::vector<Row> race_cache(const Tokens& tokens, const Plan& plan) {
  jwt::Scratch scratch;
  const Job find = [&tokens] {
    const std::shared_ptr<const jwt::Verified> token = tokens.map.find(tokens.texts[0])->second;
    return token->claims().subject().has_value();
  };
  const Job verify = [&tokens, &scratch] {
    const auto token = tokens.verifier.verify(tokens.texts[0], kNow, scratch);
    return token && token->claims().subject().has_value();
  };
  std::vector<Entry> entries = {
      {std::string(kHit), [&tokens] { return hit(tokens, 0); }}, {"std::unordered_map", find}, {"verify", verify}};
  entries.push_back({"hit, two threads", {}, [&](std::size_t count) { return time_two(tokens, {0, 1}, count); }});
  entries.push_back(
      {"hit, two threads, one token", {}, [&](std::size_t count) { return time_two(tokens, {0, 0}, count); }});
  return race("verified before", std::move(entries), "std::unordered_map", plan);
}

int run() {
  const Material material = make_material("ES256");
  const Tokens tokens = make_tokens(material);
  std::cout << machine_line() << '\n' << "token of " << tokens.texts[0].size() << " octets, ES256\n";
  const std::vector<Row> rows = race_cache(tokens, {.rounds = 120});
  std::cout << to_table(rows);
  std::printf("%.1f ns a hit; the goal is %.0f\n", rows.front().min_ns, kGoal);
  const jwt::TokenCacheReport report = tokens.cache.report();
  std::printf("%zu octets for %zu tokens and their table\n", report.bytes, report.entries);
  return 0;
}

}  // namespace
}  // namespace signet::bench

int main() {
  return signet::bench::run();
}
