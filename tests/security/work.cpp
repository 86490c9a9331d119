// Attacks count the memory that they make a verifier ask for.
#include "counted_new.h"

#include <openssl/crypto.h>

#include <string_view>

#include "libcrypto_work.h"

namespace signet::test {
namespace {

thread_local std::size_t allocations = 0;

/// An entry of the error queue copies the names of its file and function; that is no work on a token.
bool is_error(const char* file) noexcept {
  return file != nullptr && std::string_view(file).find("/err/") != std::string_view::npos;
}

void* counted_malloc(std::size_t size, const char* file, int) {
  if (!is_error(file)) ++allocations;
  return std::malloc(size);
}
void* counted_realloc(void* memory, std::size_t size, const char* file, int) {
  if (!is_error(file)) ++allocations;
  return std::realloc(memory, size);
}
void plain_free(void* memory, const char*, int) {
  std::free(memory);
}

}  // namespace

void count_libcrypto() noexcept {
  if (CRYPTO_set_mem_functions(counted_malloc, counted_realloc, plain_free) != 1) std::abort();
}

std::size_t libcrypto_allocations() noexcept {
  return allocations;
}

}  // namespace signet::test
