// The JSON reader against Boost.JSON: both accept and refuse the same texts, for the same reason where it has a name,
// and see the same events, names and strings decoded and numbers as they stand.
//
// One intended difference: Boost.JSON refuses a number whose exponent does not fit an int (exponent_overflow). Signet
// keeps numbers as text and accepts it, so such a text is not compared.
//
// Then: what was read can be written, compact, pretty and canonical, and read again as the same value.
#include "json_oracle.h"
#include "signet/json.h"

#include "fuzz.h"

namespace {

using signet::Errc;
using signet::fuzz::Events;
using signet::fuzz::Opinion;
using signet::json::Document;
using signet::json::Kind;
using signet::json::Value;

// Recursion is bounded by the reader's depth of 64.
void put_value(Events& events, const Value& value) {
  switch (value.kind()) {
    case Kind::object:
      events.mark('{');
      for (const auto& [name, member] : value.members()) {
        events.text('k', name);
        put_value(events, member);
        FUZZ_CHECK(value.find(name)->source().data() == member.source().data());
      }
      return events.mark('}');
    case Kind::array:
      events.mark('[');
      for (const Value element : value.elements()) put_value(events, element);
      return events.mark(']');
    case Kind::string:
      return events.text('s', *value.string());
    case Kind::number:
      return events.text('n', *value.number_text());
    case Kind::boolean:
      return events.mark(*value.boolean() ? 't' : 'f');
    default:
      return events.mark('0');
  }
}

std::string events_of(const Value& value) {
  Events events;
  put_value(events, value);
  return events.all();
}

void compare(const signet::Result<Document>& document, const Opinion& opinion) {
  if (opinion.exponent_overflow) return;
  FUZZ_CHECK(document.has_value() == (opinion.accepted && !opinion.duplicate));
  if (document) {
    FUZZ_CHECK(events_of(document->root()) == opinion.events.all());
    return;
  }
  const Errc code = document.error().code;
  FUZZ_CHECK(code != Errc::duplicate_name || opinion.duplicate);
  FUZZ_CHECK(code != Errc::limit_exceeded || opinion.too_deep);
  FUZZ_CHECK(code != Errc::malformed_json || (!opinion.accepted && !opinion.too_deep));
}

void check_writers(const Value& root) {
  const std::string events = events_of(root);
  for (const std::string& text :
       {signet::json::to_compact(root), signet::json::to_pretty(root), std::string(root.source())}) {
    const auto again = Document::parse(text);
    FUZZ_CHECK(again && events_of(again->root()) == events);
  }
  const auto canonical = signet::json::to_canonical(root);
  if (!canonical) {
    FUZZ_CHECK(to_string(canonical.error()) == "limit_exceeded(number)");
    return;
  }
  const auto again = Document::parse(*canonical);
  FUZZ_CHECK(again && signet::json::to_canonical(again->root()) == *canonical);
}

// A Document that is used again must not remember.
void check_reuse(const Document& fresh, std::string_view text) {
  Document used;
  constexpr std::string_view kOther = R"({"a":[1,2,{"b":"\u0041\u0042\u0043"}],"c":"\n"})";
  std::ranges::copy(kOther, used.prepare(kOther.size() + text.size()).begin());
  FUZZ_CHECK(used.parse_prepared(kOther.size()));
  std::ranges::copy(text, used.prepare(text.size()).begin());
  FUZZ_CHECK(used.parse_prepared(text.size()));
  FUZZ_CHECK(events_of(used.root()) == events_of(fresh.root()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const signet::fuzz::Exact input(data, size);
  const auto document = Document::parse(input.view());
  compare(document, signet::fuzz::ask_boost(input.view()));
  if (!document) return 0;
  FUZZ_CHECK(document->text() == input.view());
  check_writers(document->root());
  check_reuse(*document, input.view());
  return 0;
}
