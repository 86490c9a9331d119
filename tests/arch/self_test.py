#!/usr/bin/env python3
"""Shows that each check of this folder can fail: every breach is planted in a small tree, and must be found there."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import cpp_functions  # noqa: E402

HEADER = "#pragma once\n"
SOUND = {
    "layers.txt": "codec: \ncrypto: codec\njose: crypto codec\nkeys: jose crypto codec\nserver: jose crypto codec\n",
    "include/signet/result.h": HEADER + "#include <expected>\n",
    "include/signet/json.h": HEADER + '#include <string>\n#include "signet/result.h"\n',
    "include/signet/key.h": HEADER + '#include "signet/json.h"\n',
    "src/codec/pem.h": HEADER + '#include "signet/json.h"\n',
    "src/codec/pem.cpp": '#include "codec/pem.h"\nint pem() { return 1; }\n',
    "src/crypto/key.cpp": '#include <openssl/evp.h>\n#include "codec/pem.h"\n#include "signet/key.h"\n',
    "src/crypto/signature/list.inc": "// rows\nSIGNET_FAMILY(hmac)\n",
    "src/crypto/signature/hmac.cpp": "//= rfc7518#3.2 a key of the size of the hash\n",
}


class Tree(unittest.TestCase):
    """Writes SOUND with changes to a folder and runs one check there."""

    def run_check(self, check, changes, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in {**SOUND, **changes}.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
            arguments = [argument.replace("ROOT", folder) for argument in arguments]
            command = [sys.executable, str(HERE / f"{check}.py"), "--root", folder, *arguments]
            return subprocess.run(command, capture_output=True, text=True, check=False)

    def expect(self, breach, check, changes, *arguments):
        result = self.run_check(check, changes, *arguments)
        self.assertIn(breach, result.stdout, result.stderr)
        self.assertEqual(result.returncode, 1, result.stdout)


class Layers(Tree):
    def breach(self, breach, changes):
        self.expect(breach, "check_layers", changes, "--layers", "ROOT/layers.txt")

    def test_a_sound_tree_passes(self):
        result = self.run_check("check_layers", {}, "--layers", "ROOT/layers.txt")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_an_arrow_upward(self):
        self.breach("src/codec/pem.cpp:1: the layer codec may not use the layer crypto",
                    {"src/codec/pem.cpp": '#include "crypto/digest.h"\n', "src/crypto/digest.h": HEADER})

    def test_boost_seen_from_outside_net(self):
        self.breach("src/server/sidecar.cpp: sees Boost through a header of net", {
            "layers.txt": SOUND["layers.txt"].replace("server: ", "server: net ") + "net: crypto codec\n",
            "src/net/socket.h": HEADER + "#include <boost/asio.hpp>\n",
            "src/net/worker.h": HEADER + '#include "net/socket.h"\n',
            "src/server/sidecar.cpp": '#include "net/worker.h"\n'})

    def test_an_arrow_upward_through_a_public_header(self):
        self.breach("the layer codec may not use the layer crypto", {"src/codec/pem.h": HEADER + '#include "signet/key.h"\n'})

    def test_openssl_outside_crypto(self):
        self.breach("<openssl/evp.h> may not be included here", {"src/jose/jwk.cpp": "#include <openssl/evp.h>\n"})

    def test_openssl_beside_tls_is_only_ssl_h(self):
        changes = {"layers.txt": SOUND["layers.txt"] + "net: crypto codec\n", "src/net/tls.cpp": "#include <openssl/evp.h>\n"}
        self.breach("src/net/tls.cpp:1: <openssl/evp.h>", changes)

    def test_boost_outside_net(self):
        self.breach("<boost/json.hpp> may not", {"src/codec/pem.cpp": "#  include <boost/json.hpp>\n"})

    def test_curl_outside_keys(self):
        self.breach("<curl/curl.h> may not", {"src/server/fetch.cpp": "#include <curl/curl.h>\n"})

    def test_databases_outside_their_store_file(self):
        self.breach("<sqlite3.h> may not", {"src/server/server.cpp": "#include <sqlite3.h>\n"})
        self.breach("<libpq-fe.h> may not", {"src/server/storage/sqlite.cpp": "#include <libpq-fe.h>\n"})

    def test_a_library_that_nobody_named(self):
        self.breach("no library that the layers know", {"src/codec/pem.cpp": "#include <nlohmann/json.hpp>\n"})

    def test_a_public_header_that_includes_a_library(self):
        self.breach("public headers include only the standard library",
                    {"include/signet/key.h": HEADER + "#include <openssl/evp.h>\n"})

    def test_a_public_header_that_includes_an_internal_one(self):
        self.breach("public headers include only signet/", {"include/signet/key.h": HEADER + '#include "codec/pem.h"\n'})

    def test_a_public_header_without_a_layer(self):
        self.breach("has no layer", {"include/signet/new.h": HEADER, "src/codec/pem.cpp": '#include "signet/new.h"\n'})

    def test_a_folder_that_is_no_layer(self):
        self.breach("src/extra: a folder that is no layer", {"src/extra/x.cpp": ""})

    def test_a_header_that_is_not_there(self):
        self.breach("is neither below include/ nor below src/", {"src/codec/pem.cpp": '#include "pem.h"\n'})

    def test_a_cycle(self):
        self.breach("headers include each other: src/codec/a.h -> src/codec/b.h -> src/codec/a.h", {
            "src/codec/a.h": HEADER + '#include "codec/b.h"\n', "src/codec/b.h": HEADER + '#include "codec/a.h"\n'})

    def test_a_header_without_a_guard(self):
        self.breach("without #pragma once", {"src/codec/bare.h": "int x();\n"})


class Sizes(Tree):
    def test_a_file_that_is_too_long(self):
        self.expect("src/codec/long.cpp:1: a file of 601 lines", "check_sizes", {"src/codec/long.cpp": "\n" * 601})

    def test_a_function_that_is_too_long(self):
        body = "int f(int x) {\n" + "  if (x) { x++; }\n" * 79 + "  return x;\n}\n"
        self.expect("src/codec/f.cpp:1: f has 82 lines", "check_sizes", {"src/codec/f.cpp": body})

    def test_a_python_function_that_is_too_long(self):
        body = "def f():\n" + "    pass\n" * 80
        self.expect("tools/f.py:1: f has 81 lines", "check_sizes", {"tools/f.py": body})

    def test_braces_that_do_not_balance(self):
        self.expect("braces do not balance", "check_sizes", {"src/codec/f.cpp": "int f() {{ }\n"})

    def test_a_tree_without_functions(self):
        self.expect("no function was found", "check_sizes", {"src/codec/pem.cpp": ""})

    def test_what_counts_as_a_function(self):
        code = """namespace a { // {
class X : public Y {
 public:
  X() : a_{1}, b_{2} {
    f();
  }
  int g() const noexcept { return '{'; }
  std::vector<int> v_{1, 2};
};
constexpr Row kRows[] = {
    {.name = "x", .run = f(1)},
};
enum class E : int { a, b };
#if 1
int h(int x) {
#else
int h() {
#endif
  const auto l = [](int y) { return y; };
  return l(x); /* { */
}
TEST(Suite, Case) {
  EXPECT_EQ(R"({)", "{");
}
auto t() -> Result<int> { return 1; }
}
"""
        found = [(name, lines) for name, _, lines in cpp_functions.functions(code)]
        self.assertEqual(found, [("X", 3), ("g", 1), ("h", 7), ("Suite.Case", 3), ("t", 1)])


class Headers(Tree):
    def test_a_header_that_leans_on_another(self):
        changes = {"include/signet/json.h": HEADER + "inline std::string text();\n"}
        self.expect("include/signet/json.h does not compile alone", "check_headers", changes)

    def test_a_public_header_that_needs_src(self):
        changes = {"include/signet/key.h": HEADER + '#include "codec/pem.h"\n'}
        self.expect("include/signet/key.h does not compile alone", "check_headers", changes)

    def test_an_internal_header_that_leans_on_another(self):
        leaning = {"src/codec/leaning.h": HEADER + "inline std::string text();\n"}
        for unit in ("", '#include <string>\n#include "codec/leaning.h"\n', '#define X\n#include "codec/leaning.h"\n'):
            self.expect("src/codec/leaning.h does not compile alone", "check_headers", leaning | {"src/codec/leaning.cpp": unit})

    def test_an_internal_header_that_cannot_be_included_twice(self):
        changes = {"src/codec/once.h": "struct Once {};\n", "src/codec/once.cpp": '#include "codec/once.h"\n'}
        self.expect("src/codec/once.h does not compile alone", "check_headers", changes)


class Repository(Tree):
    def breach(self, breach, changes):
        self.expect(breach, "check_repository", changes)

    def test_words_over_unfinished_work(self):
        self.breach("unfinished work: TO" "DO", {"src/codec/pem.cpp": "// TO" "DO: more\n"})
        self.breach("unfinished work: not yet imple" "mented", {"README.md": "JWE is not yet imple" "mented\n"})

    def test_tests_that_cannot_fail(self):
        self.breach("cannot fail: GTEST_" "SKIP", {"tests/codec/x_test.cpp": "GTEST_" "SKIP();\n"})

    def test_words_of_the_workplace(self):
        self.breach("speaks of the workplace", {"README.md": "see /work" "/here\n"})

    def test_a_coroutine_outside_net(self):
        self.breach("a coroutine outside src/net", {"src/codec/pem.cpp": "  co_await read();\n"})

    def test_a_citation_without_a_section(self):
        self.breach("a citation that is not of the form", {"src/codec/pem.cpp": "//= rfc7515 no section\n"})

    def test_an_algorithm_without_a_line(self):
        self.breach("list.inc: no line for ecdsa.cpp", {"src/crypto/signature/ecdsa.cpp": ""})

    def test_a_line_without_an_algorithm(self):
        self.breach("a line for ecdsa, of which there is no file",
                    {"src/crypto/signature/list.inc": "SIGNET_FAMILY(hmac)\nSIGNET_FAMILY(ecdsa)\n"})

    def test_vectors_of_unknown_origin(self):
        self.breach("tests/vectors/foo: no PROVENANCE.md", {"tests/vectors/foo/a.json": "{}\n"})

    def test_an_error_without_a_page(self):
        self.breach("errors.md lacks bad_signature",
                    {"include/signet/errors.def": 'SIGNET_ERROR(bad_signature, "x")\n'})
        self.breach("errors.md invents gone", {"include/signet/errors.def": "\n",
                                               "docs/reference/errors.md": "| `gone` | x |\n"})

    def test_a_link_that_leads_nowhere(self):
        self.breach("README.md: a link to docs/gone.md", {"README.md": "see [that](docs/gone.md#part)\n"})

    def test_white_space(self):
        self.breach("white space at the end of the line", {"src/codec/pem.cpp": "int x; \n"})
        self.breach("no newline at the end", {"src/codec/pem.cpp": "int x;"})

    def test_a_document_that_is_missing(self):
        self.breach("SECURITY.md is missing", {})


if __name__ == "__main__":
    unittest.main()
