#include "server/config/json_node.h"

#include <fmt/core.h>

#include <charconv>
#include <utility>

namespace signet::server::config {
namespace {

decltype(Node::value) number_of(const json::Value& value) {
  if (const auto integer = value.integer()) return *integer;
  double number = 0;
  const std::string_view text = value.number_text().value_or("0");
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Both go as deep as the JSON reader lets a text be.
void write(const Node& node, json::Writer& writer) {
  struct Visitor {
    json::Writer& writer;
    void operator()(const std::string& text) const { writer.string(text); }
    void operator()(std::int64_t number) const { writer.integer(number); }
    void operator()(double number) const { writer.raw(fmt::format("{:.17g}", number)); }
    void operator()(bool flag) const { writer.boolean(flag); }
    void operator()(Moment /*null*/) const { writer.null(); }
    void operator()(const std::vector<Node>& nodes) const {
      writer.begin_array();
      for (const Node& node : nodes) write(node, writer);
      writer.end_array();
    }
    void operator()(const std::vector<Member>& members) const {
      writer.begin_object();
      for (const Member& member : members) {
        writer.key(member.name);
        write(member.node, writer);
      }
      writer.end_object();
    }
  };
  std::visit(Visitor{writer}, node.value);
}

}  // namespace

Node to_node(const json::Value& value) {
  switch (value.kind()) {
    case json::Kind::null:
      return {.value = Moment{}};
    case json::Kind::boolean:
      return {.value = value.boolean().value_or(false)};
    case json::Kind::number:
      return {.value = number_of(value)};
    case json::Kind::string:
      return {.value = std::string(value.string().value_or(""))};
    case json::Kind::array: {
      std::vector<Node> nodes;
      nodes.reserve(value.size());
      for (const json::Value element : value.elements()) nodes.push_back(to_node(element));
      return {.value = std::move(nodes)};
    }
    case json::Kind::object: {
      std::vector<Member> members;
      members.reserve(value.size());
      for (const auto& [name, member] : value.members())
        members.push_back({.name = std::string(name), .node = to_node(member)});
      return {.value = std::move(members)};
    }
  }
  return {.value = Moment{}};
}

std::string to_json(const Node& node) {
  json::Writer writer;
  write(node, writer);
  return writer.take_string();
}

}  // namespace signet::server::config
