// protect KEYS.jwks METHOD URL [FIELD: VALUE]...: what an API answers to such a request.
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "now.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"
#include "signet/requirement.h"
#include "signet/resource.h"

namespace {

int refuse(const signet::Error& error) {
  std::cerr << "refused: " << signet::to_string(error) << '\n';
  return 1;
}

// [build]
signet::Result<signet::resource::Guard> make_guard(const signet::JwkSet& keys) {
  const auto verifier = signet::jwt::Verifier::build(
      signet::jwt::Policy().issuer("https://as.example").audience("api").algorithms({"ES256"}).typ_jwt(), keys);
  if (!verifier) return std::unexpected(verifier.error());
  const auto human = signet::jwt::Requirement::parse("sub != 'robot'");
  if (!human) return std::unexpected(human.error());
  signet::resource::Rules rules;
  rules.verify = signet::resource::verify_by(*verifier);
  rules.realm = "orders";
  rules.demands.requirements = {*human};
  return signet::resource::Guard::build(std::move(rules));
}
// [/build]

std::vector<signet::HttpField> fields_of(int argc, char** argv) {
  std::vector<signet::HttpField> fields;
  for (int i = 4; i < argc; ++i) {
    const std::string_view field = argv[i];
    const std::size_t colon = field.find(": ");
    if (colon != std::string_view::npos)
      fields.push_back({std::string(field.substr(0, colon)), std::string(field.substr(colon + 2))});
  }
  return fields;
}

int answer(const signet::resource::Guard& guard, std::string_view method, std::string_view url,
           const std::vector<signet::HttpField>& fields) {
  // [check]
  const auto decision = guard.check({.method = method, .url = url, .fields = fields}, now());
  if (!decision) {
    const signet::resource::Refused& refused = decision.error();
    std::cout << refused.status << '\n';
    for (const auto& [name, value] : refused.fields) std::cout << name << ": " << value << '\n';
    return 1;
  }
  std::cout << "200, for " << decision->token->claims().subject().value_or("nobody") << '\n';
  // [/check]
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: protect KEYS.jwks METHOD URL [FIELD: VALUE]...\n";
    return 2;
  }
  const auto keys = signet::JwkSet::load(argv[1]);
  if (!keys) return refuse(keys.error());
  const auto guard = make_guard(*keys);
  if (!guard) return refuse(guard.error());
  return answer(*guard, argv[2], argv[3], fields_of(argc, argv));
}
