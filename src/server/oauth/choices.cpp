// What of all that a grant entitles to is in the token: API, scope, details.
#include <algorithm>

#include "codec/uri.h"
#include "server/oauth/judgement.h"
#include "signet/json.h"

namespace signet::server::oauth {
namespace {

constexpr std::size_t kMaxDetails = 16;
constexpr std::size_t kMaxDetailsText = 16u << 10;

bool holds(const std::vector<std::string>& list, std::string_view one) {
  return std::ranges::find(list, one) != list.end();
}

Outcome<std::string> asked_api(const Exchange& exchange) {
  std::vector<std::string_view> names = exchange.form.all("resource");
  for (const std::string_view name : names) {
    //= rfc8707#2 the value of resource MUST be an absolute URI, and MUST NOT include a fragment
    const auto uri = codec::parse_uri(name);
    if (!uri || uri->fragment) return refuse(Refused::invalid_target, "resource is no absolute URI without a fragment");
  }
  if (const std::string* audience = exchange.form.find("audience")) names.push_back(*audience);
  if (names.empty()) return exchange.settings->record.default_api;
  if (std::ranges::any_of(names, [&](std::string_view name) { return name != names.front(); }))
    return refuse(Refused::invalid_target, "a token is for one API: ask for each one by itself");
  return std::string(names.front());
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

}  // namespace

Outcome<std::shared_ptr<const Api>> choose_api(const Exchange& exchange, const Authorization& authorization) {
  const auto name = asked_api(exchange);
  if (!name) return std::unexpected(name.error());
  const auto found = exchange.settings->apis.find(*name);
  //= rfc8707#2 a resource that is unknown, or not for this client, is invalid_target
  if (found == exchange.settings->apis.end() || !holds(authorization.apis, *name))
    return refuse(Refused::invalid_target, "there is no such API for this client");
  return found->second;
}

Outcome<std::string> choose_scope(const Exchange& exchange, const Authorization& authorization, const Api& api) {
  std::vector<std::string_view> allowed;
  for (const std::string& scope : authorization.scopes)
    if (api.record.scopes.empty() || holds(api.record.scopes, scope)) allowed.push_back(scope);
  const std::string* asked = exchange.form.find("scope");
  if (asked == nullptr) return joined(allowed);
  // Each word is looked for in what may be had, so there are never more of them than that.
  std::vector<std::string_view> words;
  std::string_view rest = *asked;
  while (!rest.empty()) {
    const std::size_t end = rest.find(' ');
    const std::string_view word = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (word.empty() || std::ranges::find(words, word) != words.end()) continue;
    if (std::ranges::find(allowed, word) == allowed.end())
      return refuse(Refused::invalid_scope, "a scope is not one that the client has for this API");
    words.push_back(word);
  }
  return joined(words);
}

Outcome<std::string> choose_details(const Exchange& exchange, const Client* client) {
  const std::string* asked = exchange.form.find("authorization_details");
  if (asked == nullptr) return std::string();
  constexpr std::string_view kRefused = "authorization_details are not those that the client may have";
  const auto document = json::Document::parse(*asked, {.max_bytes = kMaxDetailsText, .max_depth = 16});
  if (!document || !document->root().is_array() || document->root().size() == 0 ||
      document->root().size() > kMaxDetails)
    return refuse(Refused::invalid_authorization_details, "authorization_details are no JSON array of objects");
  for (const json::Value element : document->root().elements()) {
    //= rfc9396#2 each object has a type, which is a string
    const auto type = element.find("type");
    const std::string_view name = type ? type->string().value_or("") : "";
    const bool may = client != nullptr && !name.empty() && holds(client->record.authorization_types, name);
    //= rfc9396#5 an unknown type MUST be refused
    if (!may) return refuse(Refused::invalid_authorization_details, kRefused);
  }
  return json::to_compact(document->root());
}

}  // namespace signet::server::oauth
