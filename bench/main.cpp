// signet_bench [--json FILE] [--rounds N] [--only ALG]
// signet_bench --run "ES256 verify/signet" --times N [--key PEM]: one job by itself, for a program that counts
// instructions. Signet, plain libcrypto, libjwt, rhonabwy and npm jose on one token, in turns; docs/performance.md says
// how to read it.
#include <charconv>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "contender.h"
#include "harness.h"
#include "jwe_material.h"
#include "report.h"
#include "signet/jwt.h"

namespace signet::bench {
namespace {

struct Options {
  std::string json_file;
  std::string only;
  std::string run;
  std::string key_file;
  std::size_t times = 1;
  Plan plan;
};

Options parse_options(int count, char** values) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view flag = values[i];
    if (i + 1 == count) give_up("usage: signet_bench [--json FILE] [--rounds N] [--only ALG] [--run JOB --times N]");
    const std::string_view value = values[++i];
    if (flag == "--json") {
      options.json_file = value;
    } else if (flag == "--only") {
      options.only = value;
    } else if (flag == "--key") {
      options.key_file = value;
    } else if (flag == "--run") {
      options.run = value;
    } else if (flag == "--rounds" || flag == "--times") {
      std::size_t& number = flag == "--rounds" ? options.plan.rounds : options.times;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
      if (error != std::errc() || number == 0) give_up(std::string(flag) + " wants a positive number");
    } else {
      give_up("unknown flag " + std::string(flag));
    }
  }
  return options;
}

Contenders make_contenders(const Material& material) {
  Contenders all;
  add_signet(all, material);
  add_libcrypto(all, material);
  add_libjwt(all, material);
  add_rhonabwy(all, material);
  return all;
}

/// Nobody is timed who does not accept the good token and refuse two changed ones, each a job of its own.
void prove_verification(Contender& contender, const Material& material) {
  const std::string who = std::string(contender.name()) + " (" + material.alg + ")";
  if (!contender.verify_job(material.token)()) give_up(who + " refuses the good token");
  if (contender.verify_job(with_changed_payload(material.token))()) give_up(who + " accepts a changed payload");
  if (contender.verify_job(with_changed_signature(material.token))()) give_up(who + " accepts a changed signature");
}

/// ... or whose token the judge (Signet's verifier) refuses.
void prove_signing(Contender& contender, Contender& judge, const Material& material) {
  const std::string who = std::string(contender.name()) + " (" + material.alg + ")";
  if (!contender.sign_job()()) give_up(who + " does not sign");
  if (!judge.verify_job(contender.signed_token())()) give_up(who + " made a token that is refused");
}

void race_algorithm(const Material& material, const Plan& plan, std::vector<Row>& rows) {
  const Contenders contenders = make_contenders(material);
  std::vector<Entry> verifying;
  std::vector<Entry> signing;
  for (const auto& contender : contenders) {
    const std::string name(contender->name());
    if (Job job = contender->verify_job(material.token)) {
      prove_verification(*contender, material);
      verifying.push_back({name, std::move(job)});
    }
    if (Job job = contender->sign_job()) {
      prove_signing(*contender, *contenders.front(), material);
      signing.push_back({name, std::move(job)});
    }
  }
  for (Row& row : race(material.alg + " verify", std::move(verifying), kRaw, plan)) rows.push_back(std::move(row));
  for (Row& row : race(material.alg + " sign", std::move(signing), kRaw, plan)) rows.push_back(std::move(row));
}

/// "ALG verify/CONTENDER" or "ALG sign/CONTENDER", so many times and nothing else.
int run_job(std::string_view name, std::size_t times, const std::string& key_file) {
  const std::string_view alg = name.substr(0, name.find(' '));
  std::ifstream file(key_file);
  const std::string pem(std::istreambuf_iterator<char>(file), {});
  const Material material = key_file.empty() ? make_material(alg) : make_material(alg, pem);
  for (const auto& contender : make_contenders(material)) {
    for (const char* what : {"verify", "sign"}) {
      if (name != std::string(alg) + " " + what + "/" + std::string(contender->name())) continue;
      const Job job = *what == 'v' ? contender->verify_job(material.token) : contender->sign_job();
      for (std::size_t i = 0; i < times; ++i)
        if (!job || !job()) give_up("the job failed");
      return 0;
    }
  }
  give_up("there is no such job");
}

int run(const Options& options) {
  if (!options.run.empty()) return run_job(options.run, options.times, options.key_file);
  std::vector<Row> rows;
  for (const std::string_view alg : kAlgorithms) {
    if (!options.only.empty() && options.only != alg) continue;
    const Material material = make_material(alg);
    if (rows.empty()) {
      std::cout << machine_line() << '\n';
      std::cout << "payload " << material.payload.size() << " bytes, signing input " << material.signing_input().size()
                << " bytes; " << options.plan.rounds << " rounds\n";
      rows = race_codec(material, options.plan);
      for (Row& row : race_streams(options.plan)) rows.push_back(std::move(row));
    }
    race_algorithm(material, options.plan, rows);
    std::cerr << '.' << std::flush;
  }
  if (options.only.empty() || options.only == "JWE")
    for (Row& row : race_jwe(options.plan)) rows.push_back(std::move(row));
  if (rows.empty()) give_up("--only names no algorithm, and not JWE");
  std::cerr << '\n';
  std::cout << to_table(rows) << '\n' << stream_lines(rows) << bar_lines(rows) << jwe_bar_lines(rows);
  if (options.json_file.empty()) return 0;
  std::ofstream file(options.json_file);
  file << to_json(rows);
  file.close();
  if (!file) give_up("cannot write " + options.json_file);
  return 0;
}

}  // namespace
}  // namespace signet::bench

int main(int count, char** values) {
  return signet::bench::run(signet::bench::parse_options(count, values));
}
