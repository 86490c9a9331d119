#include "server/sidecar/judge.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "resource/availability.h"
#include "resource/demands.h"
#include "server/sidecar/answer.h"

namespace signet::server {
namespace {

constexpr int kUnavailable = 503;

Timestamp wall_clock() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

/// Whether somebody who can prove what "cnf" asks for could present the token here: who introspects it checks the
/// proof, and what the policy does not offer nobody can prove (Guard::check).
Result<> check_confirmable(const PolicyConfig& policy, const jwt::Claims& claims) {
  const auto cnf = claims.find("cnf");
  if (!cnf) {
    if (policy.binding == resource::Binding::required) return fail(Errc::claim_missing, "cnf");
    return {};
  }
  const bool by_proof = cnf->find("jkt").has_value();
  const bool by_certificate = cnf->find("x5t#S256").has_value();
  const auto known = static_cast<std::size_t>(by_proof) + static_cast<std::size_t>(by_certificate);
  const bool is_offered = (!by_proof || policy.dpop) && (!by_certificate || policy.certificates);
  if (!cnf->is_object() || known == 0 || cnf->size() != known || !is_offered) return fail(Errc::not_confirmable, "cnf");
  return {};
}

/// What came of a question.
struct Verdict {
  net::Response response;
  std::shared_ptr<const jwt::Verified> token = nullptr;
  bool is_bound = false;
  std::optional<Error> error = {};
};

/// One request of a proxy, by one generation.
class Case {
 public:
  Case(const Dialect& dialect, const net::Request& request, const Generation& now)
      : dialect_(dialect), request_(request) {
    auto read = dialect.read(dialect, request, now, is_trusted(request.peer, now.config));
    if (read) {
      question_ = *std::move(read);
    } else {
      verdict_ = {.response = to_response(read.error().status), .error = read.error().error};
    }
  }

  void decide(Timestamp now) {
    if (!question_.policy) return;
    verdict_ = dialect_.introspects ? introspect(now) : check(now);
  }

  /// Whether it may be decided otherwise when the keys that are on their way are there.
  bool may_wait() const {
    if (!verdict_.error || !question_.policy) return false;
    constexpr Errc kOfNews[] = {Errc::key_not_found, Errc::keys_unavailable, Errc::revocations_unknown};
    return std::ranges::find(kOfNews, verdict_.error->code) != std::end(kOfNews) && is_fetching();
  }
  bool is_fetching() const { return question_.policy->is_fetching(); }

  net::Response take_response() {
    if (dialect_.adapt != nullptr) dialect_.adapt(verdict_.response);
    return std::move(verdict_.response);
  }

  void write_down(const Generation& now, Metrics& metrics, Timestamp when, Duration took) const;

 private:
  Verdict check(Timestamp now) const {
    const Policy& policy = *question_.policy;
    const Original& original = question_.original;
    // Without a target it is not known what was asked for: a proof is then for something else.
    std::string url;
    if (!original.target.empty()) {
      url = policy.config().origin.empty() ? original.origin : policy.config().origin;
      url += original.target;
    }
    resource::Request asked{.method = original.method, .url = url, .fields = request_.fields};
    if (original.certificate) asked.certificate = ByteView(*original.certificate);
    auto decided = policy.guard().check(asked, now, question_.demands ? &*question_.demands : nullptr);
    if (!decided) return {.response = to_response(decided.error()), .error = std::move(decided).error().error};
    return {.response = to_response(*decided, policy), .token = decided->token, .is_bound = decided->is_bound};
  }

  Verdict introspect(Timestamp now) const {
    const Policy& policy = *question_.policy;
    auto token = policy.verify(question_.token, now);
    if (!token) return inactive(std::move(token).error());
    if (auto bound = check_confirmable(policy.config(), (*token)->claims()); !bound)
      return inactive(std::move(bound).error());
    const resource::Demands* const more = question_.demands ? &*question_.demands : nullptr;
    if (auto unmet = resource::find_unmet(policy.config().demands, more, (*token)->claims(), now))
      return inactive(std::move(unmet->error));
    return {.response = introspection_of(token->get()), .token = *std::move(token)};
  }

  static Verdict inactive(Error error) {
    if (!resource::is_unavailable(error.code))
      return {.response = introspection_of(nullptr), .error = std::move(error)};
    net::Response response = to_response(kUnavailable);
    response.fields.push_back({"Retry-After", std::string(resource::kRetryAfter)});
    return {.response = std::move(response), .error = std::move(error)};
  }

  const Dialect& dialect_;
  const net::Request& request_;
  Question question_;
  Verdict verdict_;
};

void Case::write_down(const Generation& now, Metrics& metrics, Timestamp when, Duration took) const {
  DecisionRecord record{.time = when, .dialect = dialect_.name, .status = verdict_.response.status, .took = took};
  if (question_.policy) record.policy = question_.policy->config().name;
  if (verdict_.token) {
    if (const Issuer* issuer = question_.policy->issuer_of(*verdict_.token)) record.issuer = issuer->config().name;
    record.jti = verdict_.token->claims().token_id().value_or("");
  }
  record.is_bound = verdict_.is_bound;
  record.error = verdict_.error ? &*verdict_.error : nullptr;
  record.method = question_.original.method;
  record.origin = question_.original.origin;
  record.target = question_.original.target;
  record.client = question_.original.client;
  record.peer = request_.peer.is_unix ? std::string_view("unix") : std::string_view(request_.peer.address);
  if (const std::string* trace = request_.find("traceparent")) record.trace = *trace;
  now.log->write(record);
  metrics.count_decision(record.policy, record.dialect, record.status,
                         verdict_.error ? name_of(verdict_.error->code) : std::string_view(), took);
}

/// What a request that waits takes along.
struct Parked {
  net::Request request;
  net::Pending pending;
  std::chrono::steady_clock::time_point began;
};

Duration since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began);
}

}  // namespace

void Judge::judge(const Dialect& dialect, const net::Request& request, net::Pending pending) const {
  const auto began = std::chrono::steady_clock::now();
  const auto now = current_.get();
  const Timestamp when = wall_clock();
  Case first(dialect, request, *now);
  first.decide(when);
  if (!first.may_wait()) {
    first.write_down(*now, metrics_, when, since(began));
    return pending.answer(first.take_response());
  }
  const auto parked = std::make_shared<Parked>(request, std::move(pending), began);
  Waiting::Retry retry = [this, parked, which = &dialect](bool is_last) {
    const auto current = current_.get();
    const Timestamp at = wall_clock();
    Case again(*which, parked->request, *current);
    again.decide(at);
    if (!is_last && again.may_wait()) return false;
    again.write_down(*current, metrics_, at, since(parked->began));
    parked->pending.answer(again.take_response());
    return true;
  };
  if (!waiting_.add(retry)) {
    retry(true);
  } else if (!first.is_fetching()) {  // what it waits for came before it waited
    waiting_.ring();
  }
}

}  // namespace signet::server
