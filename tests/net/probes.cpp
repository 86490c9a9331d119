#include "net/probes.h"

#include <string_view>

namespace signet::net::test {
namespace {

using namespace std::string_literals;

const std::string kPost = "POST / HTTP/1.1\r\nHost: x\r\n";
const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n";
const std::string kChunked = kPost + "Transfer-Encoding: chunked\r\n\r\n";

std::string repeat(std::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::vector<Probe> length_probes() {
  return {
      {"two lengths", kPost + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
      {"the same length twice", kPost + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
      {"length with a plus", kPost + "Content-Length: +3\r\n\r\nabc", 400},
      {"length with a minus", kPost + "Content-Length: -3\r\n\r\nabc", 400},
      {"length as a list", kPost + "Content-Length: 3, 3\r\n\r\nabc", 400},
      {"length as a list that ends", kPost + "Content-Length: 3,\r\n\r\nabc", 400},
      {"length in hexadecimal", kPost + "Content-Length: 0x3\r\n\r\nabc", 400},
      {"length with a fraction", kPost + "Content-Length: 3.0\r\n\r\nabc", 400},
      {"length with a space inside", kPost + "Content-Length: 1 0\r\n\r\nabc", 400},
      {"length with a vertical tab", kPost + "Content-Length: \v3\r\n\r\nabc", 400},
      {"length without a value", kPost + "Content-Length:\r\n\r\nabc", 400},
      {"length in full-width digits", kPost + "Content-Length: \xef\xbc\x93\r\n\r\nabc", 400},
      {"length above the limit", kPost + "Content-Length: 70000\r\n\r\n" + std::string(100, 'a'), 413},
      {"length above 64 bits", kPost + "Content-Length: 18446744073709551619\r\n\r\nabc", 413},
      {"length of a hundred digits", kPost + "Content-Length: " + std::string(100, '9') + "\r\n\r\nabc", 413},
      {"length with an underscore beside", kPost + "Content-Length: 3_0\r\n\r\nabc", 400},
  };
}

std::vector<Probe> coding_probes() {
  const std::string end = "\r\n\r\n0\r\n\r\n";
  return {
      {"chunked and a length", kPost + "Content-Length: 3\r\nTransfer-Encoding: chunked" + end, 400},
      {"chunked, then a length", kPost + "Transfer-Encoding: chunked\r\nContent-Length: 3" + end, 400},
      {"xchunked", kPost + "Transfer-Encoding: xchunked" + end, 400},
      {"identity, chunked", kPost + "Transfer-Encoding: identity, chunked" + end, 501},
      {"chunked, identity", kPost + "Transfer-Encoding: chunked, identity" + end, 400},
      {"gzip, chunked", kPost + "Transfer-Encoding: gzip, chunked" + end, 501},
      {"gzip and chunked in two fields", kPost + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked" + end, 501},
      {"gzip, then a length", kPost + "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde", 400},
      {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked" + end, 400},
      {"chunked twice", kPost + "Transfer-Encoding: chunked, chunked" + end, 400},
      {"chunked in two fields", kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked" + end, 400},
      {"chunked behind a vertical tab", kPost + "Transfer-Encoding:\vchunked" + end, 400},
      {"chunked behind a form feed", kPost + "Transfer-Encoding:\fchunked" + end, 400},
      {"chunked with a parameter", kPost + "Transfer-Encoding: chunked;x" + end, 400},
      {"chunked with q", kPost + "Transfer-Encoding: chunked;q=0.5" + end, 400},
      {"chunked in quotes", kPost + "Transfer-Encoding: \"chunked\"" + end, 400},
      {"chunked with a NUL", kPost + "Transfer-Encoding: chunked\0"s + end, 400},
      {"chunked with a letter that folds to k",
       kPost +
           "Transfer-Encoding: chun\xe2\x84\xaa"
           "ed" +
           end,
       400},
      {"no coding", kPost + "Transfer-Encoding:" + end, 400},
      {"a comma alone", kPost + "Transfer-Encoding: ," + end, 400},
      {"space before the colon of the coding", kPost + "Transfer-Encoding : chunked" + end, 400},
      {"tab before the colon of the coding", kPost + "Transfer-Encoding\t: chunked" + end, 400},
      {"a folded coding", kPost + "Transfer-Encoding:\r\n chunked" + end, 400},
      {"a coding behind a bare CR", kPost + "X: y\rTransfer-Encoding: chunked" + end, 400},
      {"a coding behind a bare LF", kPost + "X: y\nTransfer-Encoding: chunked" + end, 400},
  };
}

std::vector<Probe> chunk_probes() {
  const std::string last = "0\r\n\r\n";
  return {
      {"a long extension", kChunked + "3;" + std::string(200, 'a') + "\r\nabc\r\n" + last, 400},
      {"many extensions", kChunked + repeat("1;aaaaaaaaaaaaaaaaaaaa\r\nb\r\n", 10) + last, 400},
      {"an extension without an end", kChunked + "3;" + std::string(9000, 'a'), 400},
      {"a size above 64 bits", kChunked + "fffffffffffffffff\r\nabc\r\n" + last, 400},
      {"a size that wraps", kChunked + "10000000000000003\r\nabc\r\n" + last, 400},
      {"a size above the limit", kChunked + "11170\r\nabc", 413},
      {"sizes above the limit together", kChunked + repeat("4000\r\n" + std::string(0x4000, 'a') + "\r\n", 5) + last,
       413},
      {"no size", kChunked + "\r\nabc\r\n" + last, 400},
      {"a size with a sign", kChunked + "+3\r\nabc\r\n" + last, 400},
      {"a size in 0x", kChunked + "0x3\r\nabc\r\n" + last, 400},
      {"a size behind a space", kChunked + " 3\r\nabc\r\n" + last, 400},
      {"a size with a bare LF", kChunked + "3\nabc\r\n" + last, 400},
      {"a size with a bare CR", kChunked + "3\rabc\r\n" + last, 400},
      {"a bare LF in an extension", kChunked + "3;a\nb\r\nabc\r\n" + last, 400},
      {"more than the size says", kChunked + "3\r\nabcd\r\n" + last, 400},
      {"data without its CR LF", kChunked + "3\r\nabc0\r\n\r\n", 400},
      {"data that ends with a bare LF", kChunked + "3\r\nabc\n0\r\n\r\n", 400},
      {"a length behind the body", kChunked + "3\r\nabc\r\n0\r\nContent-Length: 50\r\n\r\n", 400},
      {"a coding behind the body", kChunked + "3\r\nabc\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"a host behind the body", kChunked + "3\r\nabc\r\n0\r\nHost: y\r\n\r\n", 400},
      {"a token behind the body", kChunked + "3\r\nabc\r\n0\r\nAuthorization: Bearer x\r\n\r\n", 400},
      {"a folded field behind the body", kChunked + "0\r\nX: a\r\n b\r\n\r\n", 400},
      {"a bare LF behind the body", kChunked + "0\r\nX: a\nY: b\r\n\r\n", 400},
      {"a name with a space behind the body", kChunked + "0\r\nX : a\r\n\r\n", 400},
      {"a trailer without an end", kChunked + "0\r\nX: " + std::string(9000, 'a'), 400},
  };
}

std::vector<Probe> field_probes() {
  const std::string end = "\r\n\r\n";
  return {
      {"space before the colon", kPost + "Content-Length : 3\r\n\r\nabc", 400},
      {"a folded field", kPost + "X-A: b\r\n c\r\nContent-Length: 3\r\n\r\nabc", 400},
      {"a field folded with a tab", kPost + "X-A: b\r\n\tc" + end, 400},
      {"lines that end with LF", "POST / HTTP/1.1\nHost: x\nContent-Length: 3\n\nabc", 400},
      {"lines that end with CR", "GET / HTTP/1.1\rHost: x\r\r", 400},
      {"one line that ends with LF", "GET / HTTP/1.1\r\nHost: x\nX: y" + end, 400},
      {"an empty line that ends with LF", "GET / HTTP/1.1\r\nHost: x\r\n\n", 400},
      {"CR CR LF", "GET / HTTP/1.1\r\nHost: x\r\r\n\r\n", 400},
      {"NUL in a value", kPost + "X-A: a\0b\r\nContent-Length: 3\r\n\r\nabc"s, 400},
      {"DEL in a value", kGet + "X: a\x7f" + end, 400},
      {"escape in a value", kGet + "X: \x1b[31m" + end, 400},
      {"NUL in a name", kGet + "X\0A: b"s + end, 400},
      {"a space in a name", kGet + "X A: b" + end, 400},
      {"a name in UTF-8", kGet + "X\xc3\xa4: b" + end, 400},
      {"a name in brackets", kGet + "[X]: b" + end, 400},
      {"no name", kGet + ": b" + end, 400},
      {"no colon", kGet + "X" + end, 400},
      {"a space before the first field", "GET / HTTP/1.1\r\n Host: x" + end, 400},
      {"no host", "GET / HTTP/1.1" + end, 400},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b" + end, 400},
      {"the same host twice", "GET / HTTP/1.1\r\nHost: a\r\nhost: a" + end, 400},
      {"two hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b" + end, 400},
      {"an empty host", "GET / HTTP/1.1\r\nHost:" + end, 400},
      {"a list of hosts", "GET / HTTP/1.1\r\nHost: a, b" + end, 400},
      {"a host with a path", "GET / HTTP/1.1\r\nHost: a/b" + end, 400},
      {"a host with a user", "GET / HTTP/1.1\r\nHost: u@a" + end, 400},
      {"a host with a port that is none", "GET / HTTP/1.1\r\nHost: a:99999" + end, 400},
      {"a host with two ports", "GET / HTTP/1.1\r\nHost: a:80:81" + end, 400},
      {"a host with a space", "GET / HTTP/1.1\r\nHost: a b" + end, 400},
      {"an open bracket", "GET / HTTP/1.1\r\nHost: [::1" + end, 400},
      {"a long field", kGet + "X: " + std::string(20'000, 'a') + end, 431},
      {"a field without an end", kGet + "X: " + std::string(20'000, 'a'), 431},
      {"101 fields", kGet + repeat("X: y\r\n", 100) + "\r\n", 431},
      {"two tokens", kGet + "Authorization: Bearer a\r\nAuthorization: Bearer b" + end, 400},
      {"two proofs", kGet + "DPoP: a\r\ndpop: b" + end, 400},
      {"two types", kGet + "Content-Type: text/plain\r\nContent-Type: text/html" + end, 400},
      {"two cookies", kGet + "Cookie: a=b\r\nCookie: c=d" + end, 400},
      {"Connection is no list of tokens", kGet + "Connection: close; x" + end, 400},
      {"another expectation", kPost + "Expect: 200-ok\r\nContent-Length: 3\r\n\r\nabc", 417},
      {"two expectations", kPost + "Expect: 100-continue, x\r\nContent-Length: 3\r\n\r\nabc", 417},
  };
}

std::vector<Probe> line_probes() {
  const std::string rest = "\r\nHost: x\r\n\r\n";
  return {
      {"HTTP/9.9", "GET / HTTP/9.9" + rest, 505},
      {"HTTP/2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"HTTP/1.2", "GET / HTTP/1.2" + rest, 505},
      {"HTTP/0.9", "GET /\r\n\r\n", 400},
      {"HTTP/1.10", "GET / HTTP/1.10" + rest, 400},
      {"HTTP/01.1", "GET / HTTP/01.1" + rest, 400},
      {"http/1.1", "GET / http/1.1" + rest, 400},
      {"a space behind the version", "GET / HTTP/1.1 " + rest, 400},
      {"two spaces", "GET  / HTTP/1.1" + rest, 400},
      {"a tab for a space", "GET\t/ HTTP/1.1" + rest, 400},
      {"a space in the target", "GET /a b HTTP/1.1" + rest, 400},
      {"a space before the method", " GET / HTTP/1.1" + rest, 400},
      {"two empty lines before", "\r\n\r\nGET / HTTP/1.1" + rest, 400},
      {"an empty line with LF before", "\nGET / HTTP/1.1" + rest, 400},
      {"absolute form", "GET http://x/ HTTP/1.1" + rest, 400},
      {"authority form", "GET x:80 HTTP/1.1" + rest, 400},
      {"asterisk with GET", "GET * HTTP/1.1" + rest, 400},
      {"a target without a slash", "GET index HTTP/1.1" + rest, 400},
      {"a fragment", "GET /#a HTTP/1.1" + rest, 400},
      {"DEL in the target", "GET /a\x7f HTTP/1.1" + rest, 400},
      {"NUL in the target", "GET /a\0b HTTP/1.1"s + rest, 400},
      {"UTF-8 in the target", "GET /\xc3\xa4 HTTP/1.1" + rest, 400},
      {"a percent sign alone", "GET /% HTTP/1.1" + rest, 400},
      {"a percent sign with one digit", "GET /a%4 HTTP/1.1" + rest, 400},
      {"a percent sign without digits", "GET /%zz HTTP/1.1" + rest, 400},
      {"a percent sign in the query", "GET /?a=%1g HTTP/1.1" + rest, 400},
      {"a backslash", "GET /a\\b HTTP/1.1" + rest, 400},
      {"a quote", "GET /\"a\" HTTP/1.1" + rest, 400},
      {"a long target", "GET /" + std::string(9000, 'a') + " HTTP/1.1" + rest, 414},
      {"a target without an end", "GET /" + std::string(12'000, 'a'), 414},
      {"CONNECT", "CONNECT x:443 HTTP/1.1" + rest, 501},
      {"TRACE", "TRACE / HTTP/1.1" + rest, 501},
      {"a method with a colon", "G:T / HTTP/1.1" + rest, 400},
      {"a long method", std::string(40, 'A') + " / HTTP/1.1" + rest, 400},
      {"a greeting of TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, 400},
      {"a greeting of PROXY", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + kGet + "\r\n", 400},
  };
}

std::vector<Probe> join(std::initializer_list<std::vector<Probe>> lists) {
  std::vector<Probe> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

}  // namespace

const std::vector<Probe>& refused_probes() {
  static const std::vector<Probe> kProbes =
      join({length_probes(), coding_probes(), chunk_probes(), field_probes(), line_probes()});
  return kProbes;
}

const std::vector<Probe>& accepted_probes() {
  static const std::vector<Probe> kProbes = {
      {"a length", kPost + "Content-Length: 3\r\n\r\nabc", 1},
      {"a length of nothing", kPost + "Content-Length: 0\r\n\r\n", 1},
      {"a length with zeros before and tabs around", kPost + "Content-Length:\t0003 \t\r\n\r\nabc", 1},
      {"two in one", kGet + "\r\n" + kGet + "\r\n", 2},
      {"bodies in one", kPost + "Content-Length: 3\r\n\r\nabc" + kChunked + "3\r\nabc\r\n0\r\n\r\n" + kGet + "\r\n", 3},
      {"an empty line in between", kPost + "Content-Length: 3\r\n\r\nabc\r\n" + kGet + "\r\n", 2},
      {"HTTP/1.0 without a host", "GET / HTTP/1.0\r\n\r\n", 1},
      {"HTTP/1.0 goes on only when asked", "GET / HTTP/1.0\r\n\r\n" + kGet + "\r\n", 1},
      {"HTTP/1.0 was asked to go on", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + kGet + "\r\n", 2},
      {"close is the end", kGet + "Connection: close\r\n\r\n" + kGet + "\r\n", 1},
      {"close among others", kGet + "Connection: x, Close\r\n\r\n" + kGet + "\r\n", 1},
      {"chunks", kChunked + "3\r\nabc\r\nA;x=\"y\"\r\n0123456789\r\n0\r\n\r\n", 1},
      {"chunked in capitals, with tabs", kPost + "Transfer-Encoding:\t CHUNKED\t\r\n\r\n0\r\n\r\n", 1},
      {"a harmless trailer", kChunked + "0\r\nX-Sum: 1\r\n\r\n" + kGet + "\r\n", 2},
      {"upgrade is not heard", kGet + "Connection: upgrade\r\nUpgrade: h2c\r\n\r\n" + kGet + "\r\n", 2},
      {"an address in brackets", "GET / HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n\r\n", 1},
      {"what browsers send raw", "GET /?a=[1]|{2}^`'%20 HTTP/1.1\r\nHost: x\r\n\r\n", 1},
      {"a value in UTF-8", kGet + "X: \xc3\xa4\r\n\r\n", 1},
      {"an expectation in HTTP/1.0", "GET / HTTP/1.0\r\nExpect: x\r\n\r\n", 1},
      {"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 1},
      {"99 fields beside Host", kGet + repeat("X: y\r\n", 99) + "\r\n", 1},
  };
  return kProbes;
}

}  // namespace signet::net::test
