#include "cli/dpop_request.h"

#include "cli/files.h"
#include "codec/uri.h"
#include "signet/jwt.h"
#include "try.h"

namespace signet::cli {
namespace {

Outcome<std::optional<std::string>> read_access_token(Invocation& run) {
  const auto path = run.args.value("--access-token-file");
  if (!path) return std::nullopt;
  SIGNET_TRY(const Secret content, run.read("--access-token-file", *path, jwt::kMaxSize));
  const std::string_view token = without_newline(as_text(content.expose()));
  if (token.empty()) return usage("--access-token-file", "the file is empty", "its first line is the access token");
  return std::optional(std::string(token));
}

}  // namespace

Outcome<DpopRequest> read_dpop_request(Invocation& run) {
  const auto method = run.args.value("--method");
  if (!method || method->empty())
    return usage("--method", "nothing says which method the request has",
                 "write it as the request does: --method POST");
  const auto url = run.args.value("--url");
  if (!url) return usage("--url", "nothing says where the request goes to", "write --url https://as.example/token");
  if (!codec::normal_http_target(*url))
    return usage("--url", "the value is no http or https URL",
                 "write it whole, as https://as.example/token, with other characters percent-encoded");
  DpopRequest request{.method = *method, .url = *url, .access_token = {}, .nonce = run.args.value("--nonce")};
  SIGNET_TRY(request.access_token, read_access_token(run));
  return request;
}

}  // namespace signet::cli
