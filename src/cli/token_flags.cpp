#include "cli/token_flags.h"

#include <utility>

#include "cli/keys.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

using Method = ClientAuthentication::Method;

constexpr std::size_t kMaxSecretFile = 16u << 10;

Outcome<Method> method_of(const Invocation& run) {
  const bool has_secret = run.args.has("--secret-file");
  const bool has_key = run.args.has("--key");
  if (has_secret && has_key)
    return usage("--key", "the client would show who it is in two ways", "give --secret-file or --key");
  const auto named = run.args.value("--auth");
  if (!named) {
    if (has_secret) return Method::client_secret_basic;
    return has_key ? Method::private_key_jwt : Method::none;
  }
  const auto method = find_client_authentication(*named);
  if (!method) return usage("--auth", "there is no such method", "signet token get --help lists them");
  const bool wants_key = method == Method::private_key_jwt;
  const bool wants_secret = !wants_key && method != Method::none;
  if (wants_key != has_key)
    return usage("--key", text("{} {} a key", *named, wants_key ? "wants" : "does not use"),
                 wants_key ? "name the private key with --key FILE" : "leave out --key, or --auth");
  if (wants_secret != has_secret)
    return usage("--secret-file", text("{} {} a secret", *named, wants_secret ? "wants" : "does not use"),
                 wants_secret ? "name its file with --secret-file FILE" : "leave out --secret-file, or --auth");
  return *method;
}

Outcome<ClientAuthentication> with_key(Invocation& run) {
  const std::string path = run.args.value("--key").value_or("");
  SIGNET_TRY(const Key key, load_key(run, "--key", path));
  if (key.is_symmetric()) return in_file(Error{Errc::symmetric_key, "kty"}, path);
  SIGNET_TRY(auto signer, make_signer(key, path, run.args.value("--alg")));
  return ClientAuthentication::private_key(std::move(signer));
}

}  // namespace

Outcome<ClientAuthentication> read_client_authentication(Invocation& run) {
  SIGNET_TRY(const Method method, method_of(run));
  const bool signs = method == Method::private_key_jwt || method == Method::client_secret_jwt;
  if (!signs && run.args.has("--alg"))
    return usage("--alg", "nothing is signed for the client", "leave it out, or sign with --auth client_secret_jwt");
  if (method == Method::none) return ClientAuthentication{};
  if (method == Method::private_key_jwt) return with_key(run);
  SIGNET_TRY(Secret secret, run.read_first_line("--secret-file", "secret", kMaxSecretFile));
  if (method == Method::client_secret_basic) return ClientAuthentication::secret_basic(std::move(secret));
  if (method == Method::client_secret_post) return ClientAuthentication::secret_post(std::move(secret));
  auto made = ClientAuthentication::secret_jwt(std::move(secret), run.args.value("--alg").value_or("HS256"));
  if (!made) return in_file(std::move(made).error(), run.args.value("--secret-file").value_or(""));
  return *std::move(made);
}

}  // namespace signet::cli
