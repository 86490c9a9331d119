// What strangers send to the token endpoint: a form, HTTP Basic, lists of entity tags. The form that is taken, written
// again, is the same form.
#include <cstdlib>
#include <string>

#include "codec/form.h"
#include "fuzz.h"
#include "server/oauth/basic_credentials.h"
#include "server/oauth/etag.h"
#include "server/oauth/form.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signet;
  const std::string text(reinterpret_cast<const char*>(data), size);
  net::Request request{.method = "POST", .target = "/t/oauth2/token", .path = "/t/oauth2/token"};
  request.fields = {{"Content-Type", "application/x-www-form-urlencoded"}, {"If-None-Match", text}};
  request.body = text;
  if (const auto form = server::oauth::Form::parse(request)) {
    std::string again;
    const auto fields = codec::parse_form(text);
    if (!fields) std::abort();
    for (const codec::FormField& field : *fields) codec::append_form_field(again, field.name, field.value);
    request.body = again;
    const auto second = server::oauth::Form::parse(request);
    if (!second) std::abort();
    for (const codec::FormField& field : *fields) {
      const std::string* value = second->find(field.name);
      if (field.value.empty() ? value != nullptr && value->empty() : value == nullptr || *value != field.value)
        std::abort();
    }
  }
  if (const auto credentials = server::oauth::parse_basic(text); credentials && credentials->id.empty()) std::abort();
  if (const auto credentials = server::oauth::parse_basic("Basic " + text); credentials && credentials->id.empty())
    std::abort();
  (void)server::oauth::has_etag(request, "\"a\"");
  return 0;
}
