// Envoy's ext_authz by HTTP: it asks with the method, the host and the path of its client, behind a prefix of ours that
// ends in the name of the policy. The query is the client's own. 200 alone is a yes.
#include <algorithm>

#include "server/sidecar/certificate_field.h"
#include "server/sidecar/dialect.h"

namespace signet::server {
namespace {

constexpr std::string_view kPath = "/verify/envoy";
constexpr TellingFields kFields{.method = {},
                                .target = {},
                                .host = "Host",
                                .certificate = "X-Forwarded-Client-Cert",
                                .certificate_in = envoy_certificate};

/// The policy whose name is the first segment, which is then no part of the client's path; else the only one there is.
std::shared_ptr<const Policy> choose_policy(const Generation& now, std::string_view& path) {
  const std::string_view name = path.substr(std::min<std::size_t>(1, path.size()));
  const std::string_view segment = name.substr(0, name.find('/'));
  if (auto named = now.find_policy(segment)) {
    path.remove_prefix(1 + segment.size());
    return named;
  }
  return now.only_policy();
}

std::expected<Question, Unasked> read(const net::Request& request, const Generation& now, bool is_trusted) {
  constexpr int kInternal = 500;
  std::string_view target = request.target;
  target.remove_prefix(std::min(kPath.size(), target.size()));
  std::string_view path = target.substr(0, target.find('?'));
  const std::size_t before = path.size();
  Question question{.policy = choose_policy(now, path)};
  if (!question.policy) return std::unexpected(Unasked{.status = kInternal, .error = {Errc::usage, "policy"}});
  if (!is_trusted) return question;
  question.original = read_original(request, kFields);
  question.original.method = request.method;
  question.original.target = target.substr(before - path.size());
  return question;
}

}  // namespace

constinit const Dialect dialect_rows::envoy = {
    .name = "envoy", .path = kPath, .match = net::PathMatch::below, .read = read};

}  // namespace signet::server
