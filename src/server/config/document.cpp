#include "server/config/document.h"

#include <toml++/toml.h>

#include <algorithm>

#include "server/config/nesting.h"

namespace signet::server::config {
namespace {

std::uint32_t line_of(const toml::source_region& source) noexcept {
  return source.begin.line;
}

/// find_too_deep() has bounded this recursion.
Node to_node(const toml::node& from) {
  Node node{.value = Moment{}, .line = line_of(from.source())};
  if (const auto* text = from.as_string()) {
    node.value = text->get();
  } else if (const auto* integer = from.as_integer()) {
    node.value = integer->get();
  } else if (const auto* number = from.as_floating_point()) {
    node.value = number->get();
  } else if (const auto* boolean = from.as_boolean()) {
    node.value = boolean->get();
  } else if (const auto* array = from.as_array()) {
    std::vector<Node> elements;
    elements.reserve(array->size());
    for (const toml::node& element : *array) elements.push_back(to_node(element));
    node.value = std::move(elements);
  } else if (const auto* table = from.as_table()) {
    std::vector<Member> members;
    members.reserve(table->size());
    for (const auto& [key, value] : *table) members.push_back({.name = std::string(key.str()), .node = to_node(value)});
    std::ranges::stable_sort(members, {}, [](const Member& member) { return member.node.line; });
    node.value = std::move(members);
  }
  return node;
}

}  // namespace

std::expected<Node, Fault> parse_document(std::string_view text) {
  if (text.size() > kMaxDocument)
    return std::unexpected(Fault{.line = 0, .key = {}, .sentence = "the file is larger than 1 MiB"});
  if (const auto line = find_too_deep(text))
    return std::unexpected(
        Fault{.line = *line, .key = {}, .sentence = "this is nested too deep: a key has at most 17 parts, a value 16"});
  try {
    return to_node(toml::parse(text));
  } catch (const toml::parse_error& error) {
    return std::unexpected(
        Fault{.line = line_of(error.source()), .key = {}, .sentence = std::string(error.description())});
  }
}

}  // namespace signet::server::config
