#include "cli/keys_view.h"

#include "cli/table.h"

namespace signet::cli {
namespace {

std::string at(const json::Value& object, std::string_view name) {
  const auto value = object.find(name);
  return std::string(value ? value->string().value_or("") : "");
}

}  // namespace

Outcome<> show_keys(const Invocation& run, const json::Document& answer) {
  if (run.json()) return run.console.write_json(answer.root());
  Table table({"kid", "alg", "state", "signs from", "signs until", "vanishes"});
  if (const auto keys = answer.root().find("keys"))
    for (const json::Value key : keys->elements())
      table.row({at(key, "kid"), at(key, "alg"), at(key, "state"), at(key, "signs_from"), at(key, "signs_until"),
                 at(key, "vanishes")},
                Style::bold);
  return run.console.write(table.to_text(run.console));
}

Outcome<> show_audit(const Invocation& run, const json::Document& answer) {
  Table table({"number", "at", "what", "of", "by"});
  if (const auto items = answer.root().find("items"))
    for (const json::Value item : items->elements()) {
      const auto number = item.find("sequence");
      const auto what = item.find("what");
      if (!what) continue;
      table.row({std::string(number ? number->source() : ""), at(item, "at"), at(*what, "operation"), at(*what, "id"),
                 at(*what, "by")});
    }
  return run.console.write(table.to_text(run.console));
}

}  // namespace signet::cli
