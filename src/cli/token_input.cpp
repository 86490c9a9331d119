#include "cli/token_input.h"

namespace signet::cli {

Failure explain_token(const Invocation& run, Failure failure) {
  if (failure.error.code == Errc::malformed_token && run.token_was_argument())
    failure.hint = "no file has the name of the argument, so it was taken as the token itself";
  return failure;
}

}  // namespace signet::cli
