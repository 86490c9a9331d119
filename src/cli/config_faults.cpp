#include "cli/config_faults.h"

#include "cli/text.h"
#include "signet/json.h"

namespace signet::cli {
namespace {

using server::config::Fault;

std::string to_json(std::span<const Fault> faults) {
  json::Writer out;
  out.begin_object().key("ok").boolean(false).key("faults").begin_array();
  for (const Fault& fault : faults) {
    out.begin_object().key("line").integer(fault.line);
    out.member("key", json_text(fault.key)).member("what", json_text(fault.sentence)).end_object();
  }
  out.end_array().end_object();
  return out.take_string();
}

}  // namespace

std::unexpected<Failure> tell_faults(const Console& console, const std::string& path, std::span<const Fault> faults,
                                     std::string hint) {
  for (const Fault& fault : faults) {
    const std::string where = fault.line == 0 ? path : text("{}:{}", path, fault.line);
    console.err_line(fault.key.empty() ? text("{}: {}", where, fault.sentence)
                                       : text("{}: {}: {}", where, fault.key, fault.sentence));
  }
  Failure failure(Error{Errc::malformed_configuration, "--config"});
  failure.sentence = text("the configuration has {} fault{}", faults.size(), faults.size() == 1 ? "" : "s");
  failure.hint = std::move(hint);
  failure.json = to_json(faults);
  return std::unexpected(std::move(failure));
}

}  // namespace signet::cli
