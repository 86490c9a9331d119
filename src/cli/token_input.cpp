#include "cli/token_input.h"

#include <utility>

namespace signet::cli {

Failure explain_token(const Invocation& run, Error error) {
  Failure failure(std::move(error));
  if (failure.error.code == Errc::malformed_token && run.token_was_argument())
    failure.hint = "no file has the name of the argument, so it was taken as the token itself";
  return failure;
}

}  // namespace signet::cli
