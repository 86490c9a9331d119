// A server whose answers a test writes (http_server.py), for tests that need a real one.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "signet/json.h"
#include "support.h"

namespace signet::test {

/// A process of its own; it ends with this object.
class HttpServer {
 public:
  /// `tls`: "" for http, else good, expired, wrong_name or unknown_ca.
  explicit HttpServer(const std::string& tls = {}) {
    std::array<int, 2> to{};
    std::array<int, 2> from{};
    EXPECT_EQ(pipe2(to.data(), O_CLOEXEC), 0);
    EXPECT_EQ(pipe2(from.data(), O_CLOEXEC), 0);
    const std::string script = joined({SIGNET_SOURCE_DIR, "/tests/keys/http_server.py"});
    child_ = fork();
    if (child_ == 0) {
      dup2(to[0], STDIN_FILENO);
      dup2(from[1], STDOUT_FILENO);
      if (tls.empty()) execlp("python3", "python3", script.c_str(), nullptr);
      execlp("python3", "python3", script.c_str(), "--tls", tls.c_str(), nullptr);
      _exit(127);
    }
    close(to[0]);
    close(from[1]);
    commands_ = fdopen(to[1], "w");
    answers_ = fdopen(from[0], "r");
    const json::Document hello = read();
    port_ = std::string(hello.root().find("port")->number_text().value());
    ca_file_ = hello.root().find("ca")->string().value();
    scheme_ = tls.empty() ? "http" : "https";
  }
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer() {
    (void)fclose(commands_);
    (void)fclose(answers_);
    waitpid(child_, nullptr, 0);
  }

  const std::string& ca_file() const noexcept { return ca_file_; }
  const std::string& port() const noexcept { return port_; }
  std::string url(std::string_view path, std::string_view host = "127.0.0.1") const {
    return joined({scheme_, "://", host, ":", port_, path});
  }
  /// What `path` answers, one after the other; the last one stays. Each is the JSON that http_server.py describes.
  void answer(std::string_view path, std::initializer_list<std::string_view> answers) {
    std::string list;
    for (const std::string_view one : answers) list.append(list.empty() ? "" : ",").append(one);
    command(joined({R"({"path":")", path, R"(","answers":[)", list, "]}"}));
  }
  /// Status 200, this Content-Type and body, and further fields as JSON: ,["ETag","1"].
  static std::string ok(std::string_view body, std::string_view content_type = "application/json",
                        std::string_view fields = {}) {
    json::Writer text;
    text.string(body);
    return joined(
        {R"({"fields":[["Content-Type",")", content_type, R"("])", fields, R"(],"body":)", text.take_string(), "}"});
  }
  /// "METHOD PATH" of each request since the last call.
  std::vector<std::string> seen() {
    std::vector<std::string> requests;
    const json::Document list = command(R"({"seen":true})");
    requests.reserve(list.root().size());
    for (const json::Value request : list.root().elements())
      requests.push_back(joined({*request.find("method")->string(), " ", *request.find("path")->string()}));
    return requests;
  }
  /// The same as they came, as JSON.
  json::Document seen_whole() { return command(R"({"seen":true})"); }
  /// Waits until so many requests are held, and says how many are.
  std::int64_t held(int count) {
    return command(joined({R"({"held":)", std::to_string(count), "}"})).root().integer().value();
  }
  void release() { command(R"({"release":true})"); }

 private:
  json::Document read() {
    std::string line;
    for (int c = std::fgetc(answers_); c != EOF && c != '\n'; c = std::fgetc(answers_)) line += static_cast<char>(c);
    return json::Document::parse(line, {.max_bytes = 16u << 20}).value();
  }
  json::Document command(const std::string& text) {
    std::fputs((text + "\n").c_str(), commands_);
    std::fflush(commands_);
    return read();
  }

  pid_t child_ = -1;
  std::FILE* commands_ = nullptr;
  std::FILE* answers_ = nullptr;
  std::string port_;
  std::string ca_file_;
  std::string scheme_;
};

}  // namespace signet::test
