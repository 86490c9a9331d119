// Why a request is refused before any endpoint sees it, and with which status.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signet::net {

enum class Refusal : std::uint8_t {
  line_end,
  request_line,
  method,
  method_refused,
  target,
  target_form,
  target_length,
  version,
  field_name,
  field_value,
  field_fold,
  field_count,
  head_length,
  host,
  connection,
  transfer_encoding,
  transfer_coding,
  content_length,
  body_length,
  expectation,
  repeated_field,
  chunk,
  chunk_extension,
  trailer,
  head_late,
  body_late,
  pending_full,
  slow_full,
  answer_late,
};
inline constexpr std::size_t kRefusalCount = static_cast<std::size_t>(Refusal::answer_late) + 1;

struct RefusalRow {
  Refusal refusal;
  std::string_view name;  ///< stable: a label of metrics and a word in logs
  int status;
  std::string_view text;
};

/// The row of a refusal; valid forever.
const RefusalRow& row_of(Refusal refusal) noexcept;

}  // namespace signet::net
