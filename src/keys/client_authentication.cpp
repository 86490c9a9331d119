// How a client shows who it is.
#include <algorithm>
#include <iterator>
#include <utility>

#include "signet/algorithm.h"
#include "signet/key.h"
#include "signet/token_source.h"
#include "try.h"

namespace signet {
namespace {

using Method = ClientAuthentication::Method;

constexpr std::string_view kNames[] = {"none", "client_secret_basic", "client_secret_post", "client_secret_jwt",
                                       "private_key_jwt"};

}  // namespace

ClientAuthentication ClientAuthentication::secret_basic(Secret secret) {
  return {.method = Method::client_secret_basic, .secret = std::make_shared<const Secret>(std::move(secret))};
}

ClientAuthentication ClientAuthentication::secret_post(Secret secret) {
  return {.method = Method::client_secret_post, .secret = std::make_shared<const Secret>(std::move(secret))};
}

Result<ClientAuthentication> ClientAuthentication::secret_jwt(Secret secret, std::string_view algorithm) {
  const SignatureAlgorithm* const row = find_signature_algorithm(algorithm);
  if (row == nullptr) return fail(Errc::alg_unknown, "alg");
  SIGNET_TRY(const Key key, Key::from_octets(std::move(secret)));
  SIGNET_TRY(std::shared_ptr<const Signer> signer, key.signer(*row));
  return ClientAuthentication{.method = Method::client_secret_jwt, .signer = std::move(signer)};
}

ClientAuthentication ClientAuthentication::private_key(std::shared_ptr<const Signer> signer) {
  return {.method = Method::private_key_jwt, .signer = std::move(signer)};
}

std::string_view name_of(Method method) noexcept {
  return kNames[static_cast<std::size_t>(method)];
}

std::optional<Method> find_client_authentication(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kNames, name);
  if (found == std::end(kNames)) return std::nullopt;
  return static_cast<Method>(found - std::begin(kNames));
}

}  // namespace signet
