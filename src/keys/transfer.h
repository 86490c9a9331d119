// One request on its way: what libcurl is told, and what it tells.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "keys/fetch_url.h"
#include "signet/result.h"
#include "signet/seams/http_client.h"

namespace signet::keys {

inline constexpr std::size_t kMaxRequestBody = 64u << 10;
inline constexpr std::size_t kMaxLocalBody = 16u << 20;  ///< for the server behind a Unix socket
inline constexpr std::size_t kMaxRequestFields = 32;
inline constexpr std::size_t kMaxAnswerFields = 100;
inline constexpr std::size_t kMaxAnswerFieldBytes = 32u << 10;

/// What every transfer of a fetcher has in common.
struct TransferRules {
  std::string ca_file;
  bool allow_loopback = false;
  std::string unix_socket = {};
};

/// Whether a request can be sent at all. Errors: fetch_refused(method|field|body).
Result<> check_request(const HttpRequest& request, const TransferRules& rules);

/// Made, handed to a multi handle, and asked for its outcome when that is done with it. It does not move.
class Transfer {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;
  /// `rules` must outlive it.
  Transfer(HttpRequest request, FetchTarget target, HttpClient::Done done, const TransferRules& rules);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() = default;

  const std::string& origin() const noexcept { return target_.origin; }
  SteadyTime deadline() const noexcept { return deadline_; }
  CURL* handle() const noexcept { return easy_.get(); }
  /// Tells libcurl everything; false when it does not take all of it, and the transfer must not begin.
  bool prepare(SteadyTime now);
  /// What came of it, given what libcurl says. Call it once.
  Result<HttpResponse> outcome(CURLcode code);
  /// Tells who asked. Call it once, with no lock held.
  void answer(Result<HttpResponse> result) { done_(std::move(result)); }

 private:
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t take_field(char* data, std::size_t size, std::size_t count, void* self);
  bool set_request();
  bool set_guards();
  bool field_line(std::string_view line);
  bool contradicts_framing(std::string_view name, std::string_view value) const;
  Error error_of(CURLcode code) const;
  bool was_cut_off() const;

  HttpRequest request_;
  FetchTarget target_;
  HttpClient::Done done_;
  const TransferRules* rules_;
  SteadyTime deadline_;
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy_{nullptr, &curl_easy_cleanup};
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> fields_{nullptr, &curl_slist_free_all};
  HttpResponse response_;
  std::size_t field_bytes_ = 0;
  bool address_refused_ = false;
  bool too_large_ = false;
  bool bad_fields_ = false;
};

}  // namespace signet::keys
