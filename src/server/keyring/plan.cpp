#include "server/keyring/plan.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "server/keyring/key_group.h"

namespace signet::server::keyring {
namespace {

class Planner {
 public:
  Planner(const Policy& policy, std::span<const KeyInfo> keys, Timestamp now)
      : policy_(policy), keys_(keys), now_(now) {}

  Plan make() && {
    if (!begins()) {
      choose_rescue();
      for (const std::string& alg : policy_.algorithms) keep(alg);
      for (const KeyInfo& key : keys_) drop(key);
    }
    for (const KeyInfo& key : keys_)
      if (key.state == State::retiring) remove_when_due(key);
    return std::move(plan_);
  }

 private:
  bool has(State state) const {
    return std::ranges::any_of(keys_, [state](const KeyInfo& key) { return key.state == state; });
  }
  void act(Act what, const KeyInfo& key) { plan_.actions.push_back({what, key.alg, key.kid}); }
  void make_key(Act what, std::string_view alg) { plan_.actions.push_back({what, std::string(alg)}); }

  /// Whether it is time; if not, it is noted when it will be.
  bool is_due(Timestamp when) {
    if (when <= now_) return true;
    plan_.next_change = std::min(plan_.next_change, when);
    return false;
  }

  /// A tenant without a key that ever signed. First each algorithm gets a key with an order; only when all have one
  /// does the first sign. So a step that is broken off in between leaves a tenant that still begins with all of them.
  bool begins() {
    if (has(State::active) || has(State::retiring)) return false;
    for (const std::string& alg : policy_.algorithms) {
      const KeyGroup group = group_of(policy_, keys_, alg);
      if (std::ranges::none_of(group.next, [](const KeyInfo* key) { return has_order(*key); }))
        make_key(Act::make_now, alg);
    }
    return !plan_.actions.empty();
  }

  /// Where nothing signs, which only a revocation can bring about, waiting would stop the tenant.
  void choose_rescue() {
    if (has(State::active)) return;
    for (const std::string& alg : policy_.algorithms) {
      if (group_of(policy_, keys_, alg).next.empty()) continue;
      rescue_ = alg;
      return;
    }
    rescue_ = policy_.algorithms.front();
  }

  void keep(const std::string& alg) {
    const KeyGroup group = group_of(policy_, keys_, alg);
    const KeyInfo* active = group.active.empty() ? nullptr : group.active.front();
    const bool activated = active != nullptr ? succeed(group, *active) : begin(alg, group);
    for (std::size_t i = 1; i < group.active.size(); ++i) act(Act::retire, *group.active[i]);
    if (active != nullptr && !activated) care_for(*active);
    // What was activated is cared for when it is looked at again: one plan does one thing with a key.
    const std::size_t first = activated ? 1 : 0;
    if (group.next.size() > first) care_for(*group.next[first]);
    // More than one is next when two nodes made one, or when one came with an order.
    for (std::size_t i = first + 1; i < group.next.size(); ++i) act(Act::remove, *group.next[i]);
  }

  /// Whether a next key of an algorithm that nothing signs with was activated.
  bool begin(const std::string& alg, const KeyGroup& group) {
    const bool at_once = alg == rescue_;
    if (group.next.empty()) {
      make_key(at_once ? Act::make_now : Act::make, alg);
      return false;
    }
    if (!at_once && !is_due(ready_at(policy_, *group.next.front()))) return false;
    act(Act::activate, *group.next.front());
    return true;
  }

  /// Whether the next key took over.
  bool succeed(const KeyGroup& group, const KeyInfo& active) {
    if (group.next.empty()) {
      make_key(Act::make, active.alg);
      return false;
    }
    if (!is_due(takes_over_at(policy_, *group.next.front(), &active))) return false;
    act(Act::activate, *group.next.front());
    act(Act::retire, active);
    return true;
  }

  void care_for(const KeyInfo& key) {
    if (key.state == State::active && key.stays < retire_after_of(policy_)) act(Act::extend, key);
    if (policy_.certificates && !key.has_certificate) act(Act::certify, key);
  }

  /// A key of an algorithm that the policy no longer has.
  void drop(const KeyInfo& key) {
    if (std::ranges::find(policy_.algorithms, key.alg) != policy_.algorithms.end()) return;
    if (key.state == State::next) act(Act::remove, key);
    if (key.state != State::active) return;
    const bool others_sign = std::ranges::all_of(
        policy_.algorithms, [&](const std::string& alg) { return !group_of(policy_, keys_, alg).active.empty(); });
    if (others_sign) {
      act(Act::retire, key);
    } else {
      care_for(key);
    }
  }

  void remove_when_due(const KeyInfo& key) {
    if (is_due(key.vanishes)) act(Act::remove, key);
  }

  const Policy& policy_;
  std::span<const KeyInfo> keys_;
  Timestamp now_;
  std::string_view rescue_;
  Plan plan_;
};

}  // namespace

Plan make_plan(const Policy& policy, std::span<const KeyInfo> keys, Timestamp now) {
  return Planner(policy, keys, now).make();
}

}  // namespace signet::server::keyring
