// npm jose in a process of its own. It measures itself, since this thread's clock does not see its work.
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "jwe_material.h"
#include "signet/json.h"

namespace signet::bench {
namespace {

/// A child whose standard input and output are ours. It ends when its input does.
class Peer {
 public:
  Peer(const std::string& script, const std::string& folder) {
    std::array<int, 2> to{};
    std::array<int, 2> from{};
    if (pipe(to.data()) != 0 || pipe(from.data()) != 0) give_up("pipe");
    const pid_t child = fork();
    if (child < 0) give_up("fork");
    if (child == 0) {
      dup2(to[0], STDIN_FILENO);
      dup2(from[1], STDOUT_FILENO);
      for (const int end : {to[0], to[1], from[0], from[1]}) close(end);
      execlp("node", "node", script.c_str(), folder.c_str(), static_cast<char*>(nullptr));
      _exit(1);
    }
    close(to[0]);
    close(from[1]);
    out_ = fdopen(to[1], "w");
    in_ = fdopen(from[0], "r");
  }
  ~Peer() {
    std::fclose(out_);
    std::fclose(in_);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  void send(const std::string& line) {
    std::fwrite(line.data(), 1, line.size(), out_);
    std::fputc('\n', out_);
    std::fflush(out_);
  }
  /// The nanoseconds that it says; nothing when it says that something failed.
  std::optional<double> answer() {
    std::array<char, 64> line{};
    if (std::fgets(line.data(), line.size(), in_) == nullptr || line[0] == 'n') return std::nullopt;
    return std::strtod(line.data(), nullptr);
  }

 private:
  std::FILE* out_ = nullptr;
  std::FILE* in_ = nullptr;
};

Entry make_entry(std::shared_ptr<Peer> peer, const char* what) {
  const auto timed = [peer = std::move(peer), what](std::size_t count) {
    peer->send(std::string(what) + " " + std::to_string(count));
    return peer->answer();
  };
  return {"npm jose", [timed] { return timed(1).has_value(); }, timed};
}

}  // namespace

void add_jwe_node(std::vector<Entry>& decrypting, std::vector<Entry>& encrypting, const JweMaterial& material) {
  const std::string folder = SIGNET_NPM_FOLDER;
  if (access((folder + "/node_modules/jose/package.json").c_str(), R_OK) != 0) {
    std::fprintf(stderr, "signet_bench: npm jose is not installed and does not take part\n");
    return;
  }
  json::Writer out;
  out.begin_object().member("alg", material.alg).member("token", material.token).member("payload", material.payload);
  out.key("private").raw(material.private_jwk).key("public").raw(material.public_jwk).end_object();
  const auto peer = std::make_shared<Peer>(SIGNET_BENCH_FOLDER "/npm_jose.mjs", folder);
  peer->send(out.take_string());
  decrypting.push_back(make_entry(peer, "decrypt"));
  encrypting.push_back(make_entry(peer, "encrypt"));
}

}  // namespace signet::bench
