#include "server/tenancy/tenant.h"

#include <utility>

#include "server/tenancy/own_verifier.h"

namespace signet::server {
namespace {

constexpr std::size_t kMostClients = 1'000;  // of one tenant in memory

}  // namespace

const Api* Settings::find_api(std::string_view audience) const noexcept {
  const auto found = apis.find(audience);
  return found == apis.end() ? nullptr : found->second.get();
}

Tenant::Tenant(std::shared_ptr<const Settings> settings, std::shared_ptr<const keyring::Ring> ring,
               std::shared_ptr<Revocations> revocations)
    : revocations_(std::move(revocations)) {
  settings_.store(std::move(settings));
  put_ring(std::move(ring));
}

std::shared_ptr<const Signer> Tenant::signer(std::string_view alg) const {
  const auto keys = keys_.load();
  return keys->ring->signer(alg.empty() ? keys->ring->default_algorithm() : alg);
}

void Tenant::put_settings(std::shared_ptr<const Settings> settings) {
  // What clients are prepared with; the rest of the settings they do not know, and their keys are not fetched anew.
  const bool is_same = settings_.load()->record.leeway == settings->record.leeway;
  settings_.store(std::move(settings));
  if (is_same) return;
  const std::scoped_lock lock(mutex_);
  ++generation_;
  clients_.clear();
}

void Tenant::put_ring(std::shared_ptr<const keyring::Ring> ring) {
  const auto settings = settings_.load();
  auto verifier = make_own_verifier(settings->issuer, settings->record.leeway, ring, revocations_);
  keys_.store(std::make_shared<const OwnKeys>(OwnKeys{.ring = std::move(ring), .verifier = std::move(verifier)}));
}

std::shared_ptr<const Client> Tenant::find_client(std::string_view id) const {
  const std::scoped_lock lock(mutex_);
  const auto found = clients_.find(std::string(id));
  return found == clients_.end() ? nullptr : found->second;
}

std::uint64_t Tenant::generation() const {
  const std::scoped_lock lock(mutex_);
  return generation_;
}

void Tenant::put_client(std::shared_ptr<const Client> client, std::uint64_t generation) {
  std::string id = client->record.id;
  const std::scoped_lock lock(mutex_);
  if (generation != generation_) return;
  if (clients_.size() >= kMostClients) clients_.erase(clients_.begin());
  clients_[std::move(id)] = std::move(client);
}

void Tenant::forget_client(std::string_view id) {
  const std::scoped_lock lock(mutex_);
  ++generation_;
  clients_.erase(std::string(id));
}

}  // namespace signet::server
