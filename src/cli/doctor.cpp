#include "cli/doctor.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cli/network.h"
#include "keys/issuer_metadata.h"
#include "signet/remote_jwks.h"

namespace signet::cli {
namespace {

/// More than a verifier reads, to say how much too large an answer is.
constexpr std::size_t kLargestAnswer = kMaxKeySetText;

HttpRequest patient(HttpRequest request) {
  request.max_body = kLargestAnswer;
  constexpr Duration kPatience = std::chrono::seconds(15);
  request.timeout = kPatience;
  return request;
}

void ask_metadata(Fetcher& fetcher, Examination& out) {
  const auto places = keys::metadata_urls(out.url);
  if (!places) {
    out.metadata_error = places.error();
    return;
  }
  for (const std::string& place : *places)
    out.metadata.push_back(ask(fetcher, patient({.url = place, .fields = {{"Accept", "application/json"}}})));
  for (std::size_t i = 0; i < out.metadata.size() && !out.found; ++i) {
    const Answer& answer = out.metadata[i];
    // In the same way as a RemoteJwkSet goes on from one place to the next.
    if (!answer.response || !keys::is_not_there(*answer.response)) out.found = i;
  }
}

/// Where the keys are; empty when that cannot be known.
std::string keys_place(Examination& out) {
  if (!out.found) return {};
  const Answer& answer = out.metadata[*out.found];
  if (!answer.response) {
    out.metadata_error = answer.response.error();
    return {};
  }
  auto document = json::Document::parse(answer.response->body);
  if (document && document->root().is_object()) out.document = std::move(*document);
  auto url = jwks_uri_of(*answer.response, out.url);
  if (url) return std::move(*url);
  out.metadata_error = std::move(url).error();
  // Its keys are looked at all the same where it names them.
  return out.named("jwks_uri");
}

void ask_keys(Fetcher& fetcher, std::string url, Examination& out) {
  out.keys = ask(fetcher, patient(key_set_request(std::move(url), "")));
  const Answer& answer = *out.keys;
  if (!answer.response) {
    out.set_error = answer.response.error();
    return;
  }
  auto set = JwkSet::parse(answer.response->body);
  if (!set) {
    out.set_error = std::move(set).error();
    return;
  }
  out.members = members_of(*set);
  out.set = std::move(*set);
  if (auto remarks = lint_key_set(answer.response->body, answer.at)) out.remarks = std::move(*remarks);
  if (const std::string etag = answer.field("ETag"); !etag.empty())
    out.again = ask(fetcher, patient(key_set_request(answer.url, etag)));
}

}  // namespace

std::string Examination::named(std::string_view member) const {
  const auto value = document ? document->root().find(member) : std::nullopt;
  return std::string(value ? value->string().value_or("") : "");
}

std::vector<std::string> Examination::listed(std::string_view member) const {
  const auto value = document ? document->root().find(member) : std::nullopt;
  std::vector<std::string> texts;
  if (!value) return texts;
  for (const json::Value element : value->elements()) texts.emplace_back(element.string().value_or(""));
  return texts;
}

std::vector<const Answer*> Examination::used_answers() const {
  std::vector<const Answer*> used;
  if (found) used.push_back(&metadata[*found]);
  if (keys) used.push_back(&*keys);
  return used;
}

Examination examine(Fetcher& fetcher, std::string url) {
  Examination out{.url = std::move(url)};
  ask_metadata(fetcher, out);
  if (std::string place = keys_place(out); !place.empty()) {
    ask_keys(fetcher, std::move(place), out);
    return out;
  }
  if (out.found) return out;
  // No metadata: it may be the address of the key set itself.
  ask_keys(fetcher, out.url, out);
  out.is_set_alone = out.set.has_value();
  if (!out.is_set_alone) {
    out.keys.reset();
    out.set_error.reset();
  }
  return out;
}

std::string_view name_of(Harm harm) noexcept {
  constexpr std::array<std::string_view, 3> kNames = {"breaks", "warns", "note"};
  return kNames[static_cast<std::size_t>(harm)];
}

std::vector<Complaint> complaints_of(const Examination& examination) {
  std::vector<Complaint> complaints;
  for (const auto rows : {answer_checks(), metadata_checks(), key_checks(), cache_checks(), algorithm_checks()})
    for (const CheckRow& row : rows)
      for (Symptom& symptom : row.find(examination)) complaints.push_back({&row, std::move(symptom)});
  std::ranges::stable_sort(complaints, {}, [](const Complaint& complaint) { return complaint.row->harm; });
  return complaints;
}

}  // namespace signet::cli
