// Verification by one of many issuers. They publish their keys in memory: no network is asked, and no time passes.
#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "contender.h"
#include "remote_bench.h"
#include "signet/issuer_registry.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"

namespace signet::bench {
namespace {

constexpr std::array<std::size_t, 3> kIssuers = {1, 100, 10'000};
constexpr std::string_view kDirect = "verify by its own verifier";
constexpr std::string_view kMap = "std::unordered_map";

/// Answers every request at once with the same set.
class InstantClient final : public HttpClient {
 public:
  explicit InstantClient(std::string body) : body_(std::move(body)) {}
  void send(HttpRequest, Done done) override {
    done(HttpResponse{.status = 200,
                      .fields = {{"Content-Type", "application/jwk-set+json"}, {"Cache-Control", "max-age=86400"}},
                      .body = body_});
  }

 private:
  const std::string body_;
};

/// Keeps what is to be done later, as other timers would, and never does it.
class StoppedTimers final : public Timers {
 public:
  void after(Duration, std::function<void()> task) override {
    const std::scoped_lock lock(mutex_);
    tasks_.push_back(std::move(task));
  }

 private:
  std::mutex mutex_;
  std::vector<std::function<void()>> tasks_;
};

struct Issuers {
  IssuerRegistry registry;
  std::vector<std::string> names = {};
  std::vector<std::string> tokens = {};
  std::vector<jwt::Verifier> verifiers = {};
  std::unordered_map<std::string, std::size_t> map = {};
  double put_octets = 0;   // of one issuer that was registered
  double open_octets = 0;  // what it takes more when its set is open

  /// Another one each time, not in the order in which they were made.
  std::size_t next(std::size_t& turn) const { return ++turn * 7919 % names.size(); }
};

std::string make_token(const Material& material, const Signer& signer, std::string_view issuer) {
  jwt::Builder builder;
  for (const Claim& claim : kClaims) {
    if (std::string_view(claim.name) == "iss") {
      builder.issuer(issuer);
    } else if (claim.text != nullptr) {
      builder.claim(claim.name, claim.text);
    } else {
      builder.claim(claim.name, claim.number);
    }
  }
  return need(builder.sign(signer), material.alg);
}

Issuers make_issuers(const Material& material, std::size_t count) {
  const RemoteSeams seams{
      .http = std::make_shared<InstantClient>(need(JwkSet::of({&material.key, 1}).to_public_json(), "set")),
      .timers = std::make_shared<StoppedTimers>()};
  Issuers made{.registry = need(IssuerRegistry::build(seams, {.max_open = count}), "registry")};
  const auto signer = need(material.key.signer(), "signer");
  for (std::size_t i = 0; i < count; ++i) {
    made.names.push_back(kIssuer + ("/tenant/" + std::to_string(i)));
    made.tokens.push_back(make_token(material, *signer, made.names.back()));
    made.map.emplace(made.names.back(), i);
  }
  const auto each = [count](std::size_t from) {
    return (static_cast<double>(resident_octets()) - static_cast<double>(from)) / static_cast<double>(count);
  };
  const std::size_t before = resident_octets();
  for (const std::string& name : made.names) {
    jwt::Policy policy;
    policy.audience(kAudience).algorithms({material.alg}).typ_jwt();
    if (!made.registry.put(name, std::move(policy), KeysAt{name + "/jwks"})) give_up("an issuer was refused");
  }
  made.put_octets = each(before);
  const std::size_t closed = resident_octets();
  for (const std::string& token : made.tokens) need(made.registry.verify(token, kNow), "first token");
  made.open_octets = each(closed);
  if (made.registry.open() != count) give_up("a set is not open");
  for (const std::string& name : made.names) made.verifiers.push_back(need(made.registry.find(name), "verifier"));
  return made;
}

std::string among(std::string_view what, std::size_t count) {
  return std::string(what) + ", " + std::to_string(count) + (count == 1 ? " issuer" : " issuers");
}

void race_verify(std::vector<Row>& out, const Issuers& issuers, const Plan& plan) {
  jwt::Scratch scratch;
  std::size_t direct_turn = 0;
  std::size_t registry_turn = 0;
  const Job direct = [&] {
    const std::size_t i = issuers.next(direct_turn);
    return issuers.verifiers[i].verify(issuers.tokens[i], kNow, scratch).has_value();
  };
  const Job through = [&] {
    return issuers.registry.verify(issuers.tokens[issuers.next(registry_turn)], kNow, scratch).has_value();
  };
  std::vector<Entry> entries = {{std::string(kDirect), direct}, {"verify by the registry", through}};
  for (Row& row : race(among("verify", issuers.names.size()), std::move(entries), kDirect, plan))
    out.push_back(std::move(row));
}

/// What the registry does beyond verification, piece by piece.
void race_find(std::vector<Row>& out, const Issuers& issuers, const Plan& plan) {
  std::array<std::size_t, 3> turns{};
  const Job map = [&] {
    const std::size_t i = issuers.next(turns[0]);
    const auto found = issuers.map.find(issuers.names[i]);
    return found != issuers.map.end() && found->second == i;
  };
  const Job find = [&] { return issuers.registry.find(issuers.names[issuers.next(turns[1])]).has_value(); };
  const Job peek = [&] {
    const std::size_t i = issuers.next(turns[2]);
    return jwt::peek_issuer(issuers.tokens[i]) == issuers.names[i];
  };
  std::vector<Entry> entries = {{std::string(kMap), map}, {"IssuerRegistry::find", find}, {"jwt::peek_issuer", peek}};
  for (Row& row : race(among("find", issuers.names.size()), std::move(entries), kMap, plan))
    out.push_back(std::move(row));
}

}  // namespace

void race_registry(RemoteResults& out, const Plan& plan) {
  const Material material = make_material("ES256");
  for (const std::size_t count : kIssuers) {
    const Issuers issuers = make_issuers(material, count);
    race_verify(out.rows, issuers, plan);
    race_find(out.rows, issuers, plan);
    if (count != kIssuers.back()) continue;
    out.figures.push_back({among("an issuer that was registered", count), issuers.put_octets, "octets"});
    out.figures.push_back({among("more when its set is open", count), issuers.open_octets, "octets"});
  }
}

}  // namespace signet::bench
