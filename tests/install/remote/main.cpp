// A program of a user of Signet::remote: asks for a set where nothing may be asked for. Only installed headers.
#include <chrono>
#include <iostream>

#include <signet/fetcher.h>
#include <signet/remote_jwks.h>

int main() {
  const auto fetcher = signet::Fetcher::start();
  if (!fetcher) return 1;
  const auto keys =
      signet::RemoteJwkSet::of_url("https://127.0.0.1:9/jwks.json", {.http = *fetcher, .timers = *fetcher});
  if (!keys) return 1;
  const auto asked = (*keys)->refresh(std::chrono::seconds(10));
  std::cout << (asked ? "reached" : signet::to_string(asked.error())) << '\n';
  return 0;
}
