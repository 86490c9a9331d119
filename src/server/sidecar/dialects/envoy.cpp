// Envoy's ext_authz by HTTP: it asks with the method, the host and the path of its client, behind a prefix of ours that
// ends in the name of the policy. The query is the client's own. 200 alone is a yes.
#include <algorithm>

#include "codec/ascii.h"
#include "server/sidecar/certificate_field.h"
#include "server/sidecar/dialect.h"

namespace signet::server {
namespace {

constexpr std::string_view kPath = "/verify/envoy";
constexpr int kBadRequest = 400;
constexpr int kInternal = 500;

std::unexpected<Unasked> unasked(int status, std::string_view subject) {
  return std::unexpected(Unasked{
      .status = status, .error = {status == kInternal ? Errc::usage : Errc::malformed_request, std::string(subject)}});
}

/// "." or "..", however its dots are written.
bool is_dots(std::string_view segment) {
  std::size_t dots = 0;
  while (!segment.empty()) {
    const bool is_encoded = codec::equal_ignoring_case(segment.substr(0, 3), "%2e");
    if (!is_encoded && segment.front() != '.') return false;
    segment.remove_prefix(is_encoded ? 3 : 1);
    ++dots;
  }
  return dots == 1 || dots == 2;
}

bool has_dots(std::string_view path) {
  while (!path.empty()) {
    const std::string_view segment = path.substr(0, path.find('/'));
    if (is_dots(segment)) return true;
    path.remove_prefix(std::min(segment.size() + 1, path.size()));
  }
  return false;
}

std::expected<Question, Unasked> read(const Dialect& row, const net::Request& request, const Generation& now,
                                      bool is_trusted) {
  std::string_view target = request.target;
  target.remove_prefix(std::min(kPath.size() + 1, target.size()));
  const std::string_view path = target.substr(0, target.find('?'));
  // Envoy removes dot segments: who sends them is not Envoy, or leads somewhere else behind it.
  if (has_dots(path)) return unasked(kBadRequest, "path");
  const std::string_view name = path.substr(0, path.find('/'));
  // Never another than the prefix names: what follows is of the client's choice.
  Question question{.policy = now.find_policy(name)};
  if (!question.policy) return unasked(kInternal, "policy");
  if (!is_trusted) return question;
  auto original = read_original(request, row.fields, question.policy->config().certificates);
  if (!original) return std::unexpected(Unasked{.status = kBadRequest, .error = std::move(original).error()});
  question.original = *std::move(original);
  question.original.method = request.method;
  question.original.target = target.substr(name.size());
  return question;
}

}  // namespace

constinit const Dialect dialect_rows::envoy = {
    .name = "envoy",
    .path = kPath,
    .match = net::PathMatch::below,
    .fields = {.host = "Host", .certificate = "X-Forwarded-Client-Cert", .certificate_in = envoy_certificate},
    .read = read};

}  // namespace signet::server
