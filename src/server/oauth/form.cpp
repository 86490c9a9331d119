#include "server/oauth/form.h"

#include <algorithm>

#include "codec/ascii.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

bool is_form(const std::string* content_type) {
  if (content_type == nullptr) return false;
  std::string_view type = *content_type;
  type = type.substr(0, type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  return codec::equal_ignoring_case(type, kFormType);
}

}  // namespace

Outcome<Form> Form::parse(const net::Request& request, std::span<const std::string_view> repeatable) {
  //= rfc6749#4.4.2 parameters are in the body of the request, in the form application/x-www-form-urlencoded
  if (!is_form(request.find("Content-Type")))
    return refuse(Refused::invalid_request, "Content-Type has to be application/x-www-form-urlencoded");
  //= rfc6749#2.3.1 parameters MUST NOT be in the request URI
  if (request.target.contains('?')) return refuse(Refused::invalid_request, "the URL has to have no query");
  auto fields = codec::parse_form(request.body);
  if (!fields) return refuse(Refused::invalid_request, "the body is no form");
  Form form;
  for (codec::FormField& field : *fields) {
    //= rfc6749#3.2 parameters without a value are as if they were omitted
    if (field.value.empty()) continue;
    //= rfc6749#3.2 parameters MUST NOT be included more than once
    if (form.has(field.name) && std::ranges::find(repeatable, field.name) == repeatable.end())
      return refuse(Refused::invalid_request, "a parameter is there twice");
    form.fields_.push_back(std::move(field));
  }
  return form;
}

const std::string* Form::find(std::string_view name) const noexcept {
  const auto found = std::ranges::find(fields_, name, &codec::FormField::name);
  return found == fields_.end() ? nullptr : &found->value;
}

std::vector<std::string_view> Form::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const codec::FormField& field : fields_)
    if (field.name == name) values.push_back(field.value);
  return values;
}

}  // namespace signet::server::oauth
