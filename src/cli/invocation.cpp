#include "cli/invocation.h"

#include <charconv>
#include <cstdint>

#include "cli/files.h"
#include "cli/text.h"
#include "cli/when.h"
#include "codec/duration.h"
#include "signet/base64url.h"
#include "signet/json.h"
#include "signet/jwk_set.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::string_view kTimeHint = "write seconds since 1970, or a date like 2026-11-01T12:00:00Z";
constexpr std::string_view kDurationHint = "write a number and a unit: 90s, 10m, 24h or 7d";

std::string file_json(const std::string& path) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).member("file", json_text(path)).end_object();
  return out.take_string();
}

}  // namespace

Outcome<Timestamp> Invocation::now() const {
  const auto typed = args.value("--now");
  if (!typed) return wall_clock();
  if (const auto when = parse_time(*typed)) return *when;
  return usage("--now", "the value is no time", std::string(kTimeHint));
}

Outcome<Duration> Invocation::duration(std::string_view flag) const {
  if (const auto duration = codec::parse_duration(args.value(flag).value_or(""))) return *duration;
  return usage(flag, "the value is no duration", std::string(kDurationHint));
}

Outcome<Timestamp> Invocation::time_or_duration(std::string_view flag, Timestamp now) const {
  const std::string typed = args.value(flag).value_or("");
  if (const auto duration = codec::parse_duration(typed)) return now + *duration;
  // A number alone would be a moment in 1970 to us and a duration to whoever typed it.
  const bool bare_number = typed.find_first_not_of("0123456789") == std::string::npos;
  if (const auto when = bare_number ? std::nullopt : parse_time(typed)) return *when;
  return usage(flag, "the value is neither a duration nor a time",
               "write a duration from now on (90s, 10m, 24h, 7d) or a date like 2026-11-01T12:00:00Z");
}

Outcome<std::size_t> Invocation::size(std::string_view flag, std::size_t standard, std::size_t largest) const {
  const auto typed = args.value(flag);
  if (!typed) return standard;
  std::size_t number = 0;
  const char* end = typed->data() + typed->size();
  const auto [rest, error] = std::from_chars(typed->data(), end, number);
  const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  const unsigned shift = unit == "K" ? 10U : unit == "M" ? 20U : 0U;
  const bool good = error == std::errc() && (unit.empty() || shift != 0) && number > 0;
  if (!good || number > (largest >> shift))
    return usage(flag, text("the value is no size of up to {}M", largest >> 20),
                 "write bytes, or a number with K or M: 64K, 16M");
  return number << shift;
}

Outcome<> Invocation::take_stdin(std::string_view what, const std::string& path) {
  if (path != "-") return {};
  if (stdin_is_taken_) return usage(what, "standard input is read already", "only one input can be -");
  stdin_is_taken_ = true;
  return {};
}

Outcome<codec::FilePieces> Invocation::open(std::string_view what, const std::string& path) {
  SIGNET_CHECK(take_stdin(what, path));
  auto pieces = codec::FilePieces::open(path);
  if (!pieces) return in_file(std::move(pieces).error(), path);
  return std::move(*pieces);
}

Outcome<Secret> Invocation::read(std::string_view what, const std::string& path, std::size_t max_bytes) {
  SIGNET_CHECK(take_stdin(what, path));
  auto bytes = codec::read_file(path, max_bytes);
  if (!bytes) return in_file(std::move(bytes).error(), path);
  return std::move(*bytes);
}

Outcome<Secret> Invocation::read_key_text(std::string_view what, const std::string& path) {
  if (path.starts_with('{') || path.starts_with("-----"))
    return usage(what, "a key is never given as an argument, since other users can read it there",
                 "put it into a file and name the file, or give - and pipe it in");
  return read(what, path, kMaxKeySetText);
}

Outcome<Secret> Invocation::read_first_line(std::string_view flag, std::string_view thing, std::size_t max_bytes) {
  SIGNET_TRY(const Secret content, read(flag, args.value(flag).value_or(""), max_bytes));
  const std::string_view all = as_text(content.expose());
  const std::size_t feed = all.find('\n');
  const std::string_view line = without_newline(feed == std::string_view::npos ? all : all.substr(0, feed + 1));
  if (line.empty())
    return usage(flag, "the first line of the file is empty", text("write the {} into its first line", thing));
  return Secret::copy_of(as_bytes(line));
}

Outcome<Secret> Invocation::read_passphrase(std::string_view flag) {
  constexpr std::size_t kMaxFile = 16u << 10;  // further lines may hold remarks
  return read_first_line(flag, "passphrase", kMaxFile);
}

Outcome<const Secret*> Invocation::passphrase() {
  if (!args.has("--passphrase-file")) return nullptr;
  if (!passphrase_) {
    SIGNET_TRY(passphrase_, read_passphrase("--passphrase-file"));
  }
  return &*passphrase_;
}

Outcome<std::string> Invocation::read_token(std::size_t max_size) {
  constexpr std::size_t kLineEnd = 2;
  const auto file = args.value("--token-file");
  if (file && !args.positionals().empty())
    return usage("--token-file", "the token is given twice", "give either the argument or --token-file");
  std::string path;
  if (file) {
    path = *file;
  } else {
    SIGNET_TRY(path, args.positional());
    if (!names_a_file(path)) {
      token_was_argument_ = true;
      return std::string(without_newline(path));
    }
  }
  SIGNET_TRY(const Secret content, read(file ? "--token-file" : "TOKEN", path, max_size + kLineEnd));
  return std::string(without_newline(as_text(content.expose())));
}

Outcome<> Invocation::deliver_json(const Product& product) const {
  json::Writer out;
  std::string_view document = product.document;
  if (document.empty()) {
    out.begin_object().key("ok").boolean(true).key(product.member);
    if (product.form == Product::Form::json) {
      out.raw(as_text(product.content));
    } else if (product.form == Product::Form::text) {
      out.string(as_text(product.content));
    } else {
      out.string(base64url::encode(product.content));
    }
    out.end_object();
    document = out.text();
  }
  if (!product.is_private) return console.write_json(document);
  // Not through write_json(), which would copy it.
  SIGNET_CHECK(console.write(document));
  return console.write("\n");
}

Outcome<> Invocation::deliver(const Product& product) const {
  const auto path = args.value("--out");
  if (!path && args.has("--force")) return usage("--force", "the flag wants --out", "name the file with --out FILE");
  if (path && *path != "-") {
    WipedBytes content(product.content.begin(), product.content.end());
    const bool lines = product.form == Product::Form::json || product.form == Product::Form::text;
    if (lines && !as_text(content).ends_with('\n')) content.push_back('\n');
    SIGNET_CHECK(write_file(*path, content, args.has("--force")));
    return json() ? console.write_json(file_json(*path)) : Outcome<>();
  }
  const bool terminal = console.out_is_terminal();
  if (terminal && product.is_private)
    return usage("--out", "a private key is never written to a terminal", "name a file with --out FILE");
  if (json()) return deliver_json(product);
  if (terminal && product.form == Product::Form::binary)
    return usage("--out", "binary data is not written to a terminal", "name a file with --out FILE");
  if (terminal && product.form == Product::Form::json) {
    SIGNET_TRY(const json::Document document, json::Document::parse(as_text(product.content)));
    return console.write_json(document.root());
  }
  if (terminal) return console.write_text(without_newline(as_text(product.content)));
  SIGNET_CHECK(console.write(product.content));
  const bool lines = product.form == Product::Form::json || product.form == Product::Form::text;
  if (lines && !as_text(product.content).ends_with('\n')) return console.write("\n");
  return {};
}

}  // namespace signet::cli
