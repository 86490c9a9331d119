#include "net/refusal.h"

#include <algorithm>
#include <array>

namespace signet::net {
namespace {

constexpr std::array<RefusalRow, kRefusalCount> kRows{{
    {Refusal::line_end, "line_end", 400, "a line does not end with CR LF, or CR stands alone"},
    {Refusal::request_line, "request_line", 400, "the first line is no request line"},
    {Refusal::method, "method", 400, "the method is no token, or too long"},
    {Refusal::method_refused, "method_refused", 501, "CONNECT and TRACE are not served"},
    {Refusal::target, "target", 400, "the target holds what a target may not hold"},
    {Refusal::target_form, "target_form", 400, "the target is in a form that is not accepted here"},
    {Refusal::target_length, "target_length", 414, "the target is too long"},
    {Refusal::version, "version", 505, "the version is neither HTTP/1.0 nor HTTP/1.1"},
    {Refusal::field_name, "field_name", 400, "the name of a field is no token"},
    {Refusal::field_value, "field_value", 400, "the value of a field holds a control character"},
    {Refusal::field_fold, "field_fold", 400, "a field goes on in the next line"},
    {Refusal::field_count, "field_count", 431, "there are too many fields"},
    {Refusal::head_length, "head_length", 431, "the header is too long"},
    {Refusal::host, "host", 400, "Host is missing, repeated or no host"},
    {Refusal::connection, "connection", 400, "Connection is no list of tokens"},
    {Refusal::transfer_encoding, "transfer_encoding", 400, "Transfer-Encoding does not frame a body without doubt"},
    {Refusal::transfer_coding, "transfer_coding", 501, "there is a transfer coding other than chunked"},
    {Refusal::content_length, "content_length", 400, "Content-Length is repeated or no number"},
    {Refusal::body_length, "body_length", 413, "the body is too long"},
    {Refusal::expectation, "expectation", 417, "something other than 100-continue is expected"},
    {Refusal::repeated_field, "repeated_field", 400, "a field that may stand once stands twice"},
    {Refusal::chunk, "chunk", 400, "the chunks of the body are malformed"},
    {Refusal::chunk_extension, "chunk_extension", 400, "the extensions of chunks are too long"},
    {Refusal::trailer, "trailer", 400, "behind the body stands a field that may only stand before it"},
    {Refusal::head_late, "head_late", 408, "the header did not arrive in time"},
    {Refusal::body_late, "body_late", 408, "the body did not arrive in time"},
    {Refusal::pending_full, "pending_full", 503, "too many requests wait for their answer"},
    {Refusal::slow_full, "slow_full", 503, "too many requests wait for a thread"},
    {Refusal::answer_late, "answer_late", 503, "the answer was not made in time"},
}};
static_assert(std::ranges::is_sorted(kRows, {}, &RefusalRow::refusal) && kRows.front().refusal == Refusal{} &&
              std::ranges::adjacent_find(kRows, {}, &RefusalRow::refusal) == kRows.end());

}  // namespace

const RefusalRow& row_of(Refusal refusal) noexcept {
  return kRows.at(static_cast<std::size_t>(refusal));
}

}  // namespace signet::net
