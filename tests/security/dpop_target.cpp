#include "dpop_target.h"

#include "codec/utf8.h"
#include "counted_work.h"

namespace signet::test {
namespace {

// What a refusal may ask of memory: a key of RSA with its certificates' parser is the largest part.
constexpr std::size_t kOctetsPerCharacter = 64;
constexpr std::size_t kOctetsForAny = 64u << 10;

std::string verdict(std::string_view proof, const DpopRequest& request) {
  static const auto verifier = dpop::Verifier::build(dpop::Policy().any_replay()).value();
  const Work before = work_so_far();
  const std::string said = outcome(verifier.verify(proof, request.to_request(), request.now));
  const std::size_t octets = work_so_far().octets - before.octets;
  const std::size_t longest = std::min(proof.size(), dpop::kMaxProof) + request.url.size();
  EXPECT_LE(octets, kOctetsForAny + kOctetsPerCharacter * longest) << "bounded work";
  return said;
}

}  // namespace

dpop::Request DpopRequest::to_request() const {
  dpop::Request request{.method = method, .url = url, .access_token = access_token, .jkt = jkt, .any_key = true};
  if (nonce) request.nonce = dpop::one_of({*nonce});
  return request;
}

std::string DpopRequest::to_members(std::string_view proof) const {
  for (const std::string_view text : {proof, std::string_view(method), std::string_view(url)})
    if (!codec::is_utf8(text)) return {};
  json::Writer out;
  out.begin_object().member("proof", proof).member("method", method).member("url", url);
  out.key("now").integer(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  if (nonce) out.member("nonce", *nonce);
  if (access_token) out.member("access_token", *access_token);
  if (jkt) out.member("jkt", *jkt);
  const std::string object = out.end_object().take_string();
  return object.substr(1, object.size() - 2);
}

void refuse_proof(const SignatureAlgorithm& row, std::string_view proof, const DpopRequest& request,
                  std::string_view expected, const std::source_location& where) {
  const std::string said = verdict(proof, request);
  if (!expect_refusal(said, expected, proof, where)) return;
  const std::string input = request.to_members(proof);
  record({.form = Form::proof,
          .alg = name_of(row),
          .said = said,
          .command = input.empty() ? "" : "dpop verify",
          .input = input});
}

void accept_proof(std::string_view proof, const DpopRequest& request, const std::source_location& where) {
  const std::string said = verdict(proof, request);
  if (said != "ok") ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line())) << said;
}

}  // namespace signet::test
