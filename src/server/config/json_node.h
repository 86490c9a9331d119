// Settings that come as JSON: the same tables of rows read them.
#pragma once

#include <string>

#include "server/config/document.h"
#include "signet/json.h"

namespace signet::server::config {

/// The value with its members in their order; no line is known. null becomes a Moment, which no setting has.
Node to_node(const json::Value& value);
/// The other way: what to_node() made of a text, as compact JSON. Numbers with a fraction have 17 digits.
std::string to_json(const Node& node);

}  // namespace signet::server::config
