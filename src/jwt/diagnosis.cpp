#include "signet/diagnosis.h"

#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include "jose/compact.h"
#include "jose/header.h"
#include "jose/jws_verify.h"
#include "jose/signing_input.h"
#include "jwt/claims_reader.h"
#include "jwt/verifier_state.h"
#include "signet/jwt.h"

namespace signet::jwt {
namespace {

constexpr std::string_view kNames[] = {"decryption", "form",       "header", "algorithm", "key",    "signature",
                                       "payload",    "typ",        "types",  "iss",       "aud",    "required",
                                       "exp",        "nbf",        "iat",    "max_age",   "values", "companions",
                                       "profile",    "revocation", "checks"};
constexpr std::size_t kSteps = std::size(kNames);

/// The findings while they are made: what a step came to, in any order.
class Findings {
 public:
  void hold(Step step) { slot(step).held = true; }
  bool held(Step step) const { return slots_[static_cast<std::size_t>(step)].held; }
  void fail(Step step, Error error) { slot(step).errors.push_back(std::move(error)); }
  /// Each error of a report, or that the step held.
  void settle(Step step, Report report) {
    if (report.empty()) return hold(step);
    for (Error& error : std::move(report).take()) fail(step, std::move(error));
  }

  Diagnosis finish(const VerifierState& state) && {
    Diagnosis diagnosis;
    for (std::size_t i = 0; i < kSteps; ++i) {
      const Step step{static_cast<std::uint8_t>(i)};
      if (step == Step::decryption && !state.encryption) continue;
      if (step == Step::revocation && !state.rules.revocations.source) continue;
      if (step == Step::checks && state.rules.checks.empty()) continue;
      Slot& found = slots_[i];
      if (step == Step::profile && state.rules.profiles.empty() && found.errors.empty()) continue;
      if (found.errors.empty())
        diagnosis.findings.push_back({step, found.held ? Finding::State::held : Finding::State::unknown});
      for (Error& error : found.errors) {
        if (!diagnosis.refusal) diagnosis.refusal = error;
        diagnosis.findings.push_back({step, Finding::State::failed, std::move(error)});
      }
    }
    diagnosis.signature_held = slot(Step::signature).held;
    return diagnosis;
  }

 private:
  struct Slot {
    bool held = false;
    std::vector<Error> errors;
  };
  Slot& slot(Step step) { return slots_[static_cast<std::size_t>(step)]; }
  std::array<Slot, kSteps> slots_;
};

/// The step at which prepare_signature() stops with this code.
Step step_of(Errc code) noexcept {
  if (code == Errc::alg_not_allowed) return Step::algorithm;
  if (code == Errc::malformed_token) return Step::form;
  return code == Errc::bad_signature ? Step::signature : Step::key;
}

/// Everything that the steps look at, and where they say what they found.
struct Examination {
  const VerifierState& state;
  Timestamp now;
  const Context& context;
  ScratchState memory = {};
  Findings out = {};
};

/// Algorithm, key and signature, as check_signature() goes through them. The form of the signature's segment is looked
/// at only when the algorithm is allowed, so that the first failure is the one that verify() gives.
void examine_signature(Examination& exam, const jose::Compact& parts, const jose::Header& header, bool form_holds) {
  const VerifierState& state = exam.state;
  Findings& out = exam.out;
  jose::SignatureBuffer buffer{};
  auto task = jose::prepare_signature(header.alg, header.kid, parts.signature, *state.keys, state.algorithms, buffer);
  if (!task) {
    const Step stopped = step_of(task.error().code);
    if (stopped != Step::algorithm) out.hold(Step::algorithm);
    out.fail(stopped, std::move(task).error());
    return;
  }
  out.hold(Step::algorithm);
  out.hold(Step::key);
  if (!form_holds) return;  // an empty signature is told once, as the form that it is
  auto key = jose::try_keys(*task, as_bytes(parts.signing_input));
  if (!key) return out.fail(Step::signature, std::move(key).error());
  exam.memory.key = *std::move(key);
  out.hold(Step::signature);
}

/// Form, header, algorithm, key, signature. Gives the header where there is one.
std::optional<jose::Header> examine_proof(Examination& exam, const jose::Compact& parts) {
  Findings& out = exam.out;
  const bool is_signed = !parts.signature.empty();
  auto header = jose::parse_header(parts.header, exam.memory.header);
  const bool payload_holds = !header || jose::is_compact_payload(parts.payload, header->b64);
  const bool form_holds = is_signed && payload_holds;
  if (form_holds) {
    out.hold(Step::form);
  } else {
    out.fail(Step::form, {Errc::malformed_token, is_signed ? "payload" : "signature"});
  }
  if (!header) {
    out.fail(Step::header, std::move(header).error());
    return std::nullopt;
  }
  out.hold(Step::header);
  examine_signature(exam, parts, *header, form_holds);
  return *header;
}

/// What the claims come to, whether or not somebody has proven them.
void examine_claims(Examination& exam, const Proven& token) {
  const ClaimRules& rules = exam.state.rules;
  Report types(Report::Extent::all);
  Report values(Report::Extent::all);
  Report warnings(Report::Extent::first);
  const ReadReports reports{.types = types, .values = values, .warnings = warnings};
  const ReadClaims read = ClaimsReader::read(token.payload, rules.values(), reports);
  exam.out.settle(Step::types, std::move(types));
  if (!token.payload.is_object()) return;
  for (const ClaimRule& rule : claim_rules_in_order()) {
    Report report(Report::Extent::all);
    rule.check(rules, read.claims, exam.now, report);
    exam.out.settle(rule.step, std::move(report));
  }
  exam.out.settle(Step::values, std::move(values));
  Report companions(Report::Extent::all);
  check_token_rules(read.claims, Side::recipient, rules.values(), companions, warnings);
  exam.out.settle(Step::companions, std::move(companions));
  if (!read.typed || !exam.out.held(Step::signature)) return;
  Report profile(Report::Extent::all);
  check_profiles(rules, token, read.claims, exam.now, exam.context, profile);
  exam.out.settle(Step::profile, std::move(profile));
  Report revocation(Report::Extent::first);
  check_revocations(rules, read.claims, token.key_id, exam.now, revocation);
  exam.out.settle(Step::revocation, std::move(revocation));
  Report checks(Report::Extent::all);
  run_checks(rules, read.claims, exam.now, checks);
  exam.out.settle(Step::checks, std::move(checks));
}

/// What is signed, and what is claimed in it.
void examine_signed(Examination& exam, std::string_view token) {
  auto parts = jose::split_compact(token, exam.state.max_size);
  if (!parts) return exam.out.fail(Step::form, std::move(parts).error());
  const std::optional<jose::Header> header = examine_proof(exam, *parts);
  if (header) {
    Report typ(Report::Extent::all);
    check_typ(exam.state.rules, *header, typ);
    exam.out.settle(Step::typ, std::move(typ));
  }
  Result<> payload = decode_payload(parts->payload, exam.memory.payload);
  if (!payload) return exam.out.fail(Step::payload, std::move(payload).error());
  exam.out.hold(Step::payload);
  const jose::Header unread;
  examine_claims(exam, {.header = header ? *header : unread,
                        .header_json = exam.memory.header.root(),
                        .algorithm = header ? header->alg : std::string_view{},
                        .encryption = exam.memory.encryption,
                        .key_id = exam.memory.key_id(),
                        .payload = exam.memory.payload.root()});
}

/// Claims that a shared key proves: there is no signature to be looked at.
void examine_shared(Examination& exam, const jwe::Decrypted& outer) {
  for (const Step step : {Step::form, Step::header, Step::algorithm, Step::key, Step::signature}) exam.out.hold(step);
  const jose::Header header = outer_header(outer.header());
  Report typ(Report::Extent::all);
  check_typ(exam.state.rules, header, typ);
  exam.out.settle(Step::typ, std::move(typ));
  Result<> payload = parse_payload(as_text(outer.plaintext()), exam.memory.payload);
  if (!payload) return exam.out.fail(Step::payload, std::move(payload).error());
  exam.out.hold(Step::payload);
  examine_claims(exam, {.header = header,
                        .header_json = outer.header(),
                        .algorithm = outer.algorithm(),
                        .encryption = outer.encryption(),
                        .key_id = outer.key_id(),
                        .payload = exam.memory.payload.root()});
}

void examine_encrypted(Examination& exam, std::string_view token) {
  auto outer = open_outer(*exam.state.encryption, token);
  if (!outer) return exam.out.fail(Step::decryption, std::move(outer).error());
  exam.memory.encryption = outer->token.encryption();
  if (outer->is_nested) {
    examine_signed(exam, as_text(outer->token.plaintext()));
  } else {
    examine_shared(exam, outer->token);
  }
  if (auto replicated = check_replicated(outer->token.header(), exam.memory.payload.root()); !replicated)
    return exam.out.fail(Step::decryption, std::move(replicated).error());
  exam.out.hold(Step::decryption);
}

}  // namespace

std::string_view name_of(Step step) noexcept {
  return kNames[static_cast<std::size_t>(step)];
}

Diagnosis Verifier::explain(std::string_view token, Timestamp now, const Context& context) const {
  Examination exam{.state = *state_, .now = now, .context = context};
  if (state_->encryption) {
    examine_encrypted(exam, token);
  } else {
    examine_signed(exam, token);
  }
  return std::move(exam.out).finish(*state_);
}

}  // namespace signet::jwt
