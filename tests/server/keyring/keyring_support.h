// What tests of the keyring begin with.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "keys/manual_clock.h"
#include "server/keyring/engine.h"
#include "server/keyring/memory_store.h"
#include "support.h"

namespace signet::server::keyring::test {

using signet::test::ManualClock;
using signet::test::outcome;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

inline MasterKey master_key(char fill = 'A') {
  std::string text(42, fill);
  text += 'A';
  return MasterKey::from_text(text).value();
}

/// A store, a clock and engines on it.
struct World {
  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
  MemoryStore store{clock};
  Engine engine = node();

  Engine node(const MasterKey& master = master_key()) {
    return Engine(store, std::make_shared<const MasterKey>(master), clock);
  }
  Timestamp now() const { return clock->now(); }
};

/// "ES256:active,ES256:next" in the order of the ring.
inline std::string states(const Ring& ring) {
  std::string text;
  for (const KeyInfo& key : ring.keys()) {
    if (!text.empty()) text += ',';
    text += key.alg;
    text += ':';
    text += name_of(key.state);
  }
  return text;
}

/// The kid of the first key in that state, or empty.
inline std::string kid_of(const Ring& ring, State state, std::string_view alg = "ES256") {
  for (const KeyInfo& key : ring.keys())
    if (key.state == state && key.alg == alg) return key.kid;
  return {};
}

/// The names of all members, at every depth, that a published key must not have.
inline std::string private_members(const json::Value& value) {
  std::string found;
  for (const auto& [name, member] : value.members()) {
    for (const std::string_view bad : {"d", "p", "q", "dp", "dq", "qi", "k", "priv", "oth"})
      if (name == bad) found += name;
    found += private_members(member);
  }
  for (const json::Value element : value.elements()) found += private_members(element);
  return found;
}
inline std::string private_members(std::string_view text) {
  const auto document = json::Document::parse(text);
  return document ? private_members(document->root()) : "not JSON";
}

}  // namespace signet::server::keyring::test
