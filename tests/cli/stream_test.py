#!/usr/bin/env python3
"""What a transcript cannot say about streams: answers come while the input is open, ends that go away are errors,
memory is bounded, and a terminal stays clean."""
import argparse
import os
import subprocess
import sys

CASE = b'{"id":%d,"key":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}\n'
BROKEN = b'{"id":null,"ok":false,"code":"malformed_case"}\n'
BATCH = ["key", "check", "--batch"]


def answers_come_while_the_input_is_open(signet):
    with subprocess.Popen([signet, *BATCH], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        for number in range(3):
            program.stdin.write(CASE % number)
            program.stdin.flush()
            assert program.stdout.readline().startswith(b'{"id":%d,"ok":true' % number)
        program.stdin.write(CASE.rstrip(b"\n") % 3)  # a last line without its newline counts
        program.stdin.close()
        assert program.stdout.read().startswith(b'{"id":3,"ok":true')
        assert program.wait() == 0


def a_reader_that_went_away_is_an_error(signet):
    with subprocess.Popen([signet, *BATCH], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as program:
        program.stdout.close()
        try:
            for number in range(60_000):
                program.stdin.write(CASE % number)
            program.stdin.close()
        except BrokenPipeError:
            pass
        program.stdin = None
        error = program.communicate()[1]
        assert program.returncode == 3, program.returncode
        assert error.startswith(b"signet: error: file_unwritable(standard output): "), error


def a_full_disk_is_an_error(signet):
    for words in (["version"], ["errors"], ["algorithms", "--json"], BATCH):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([signet, *words], input=CASE % 1, stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 3, words
        assert done.stderr.startswith(b"signet: error: file_unwritable(standard output): "), done.stderr


def a_closed_output_is_an_error(signet):
    done = subprocess.run(["sh", "-c", '"$0" version >&-', signet], stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3, done


def a_closed_input_is_an_error(signet):
    done = subprocess.run(["sh", "-c", '"$0" key check --batch <&-', signet], capture_output=True, check=False)
    assert done.returncode == 3, done
    assert b"file_unreadable(standard input)" in done.stderr, done


def a_line_without_end_is_answered_and_not_kept(signet):
    huge = b'{"id":1,"key":"' + b"x" * (40 << 20) + b'"}\n'
    done = subprocess.run([signet, *BATCH], input=huge + CASE % 2 + b"y" * (30 << 20), capture_output=True, check=False)
    assert done.returncode == 0, done
    first, second, third = done.stdout.splitlines(keepends=True)
    assert (first, third) == (BROKEN, BROKEN), done.stdout
    assert second.startswith(b'{"id":2,"ok":true'), second


def many_lines_take_no_more_memory_than_few(signet):
    # 60 MB of cases; the bound is far above what is used, and far below what keeping them would take.
    bound = 40 << 10
    few = peak_of(signet, 1000)
    many = peak_of(signet, 60_000)
    assert many < few + bound, (few, many)


def peak_of(signet, lines):
    script = ("import resource,subprocess,sys\n"
              "p=subprocess.Popen(sys.argv[2:],stdin=subprocess.PIPE,stdout=subprocess.DEVNULL)\n"
              "line=b'not a case, and longer than an empty line: '+b'x'*950+b'\\n'\n"
              "block=line*1000\n"
              "for _ in range(int(sys.argv[1])//1000): p.stdin.write(block)\n"
              "p.stdin.close()\n"
              "assert p.wait()==0\n"
              "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n")
    # A sanitizer keeps memory that was given back, to see its use; that is not what is measured.
    environment = dict(os.environ, ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1")
    done = subprocess.run([sys.executable, "-c", script, str(lines), signet, *BATCH], check=True, capture_output=True,
                          env=environment)
    return int(done.stdout)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--signet", required=True)
    signet = os.path.abspath(arguments.parse_args().signet)
    for check in (answers_come_while_the_input_is_open, a_reader_that_went_away_is_an_error, a_full_disk_is_an_error,
                  a_closed_output_is_an_error, a_closed_input_is_an_error, a_line_without_end_is_answered_and_not_kept,
                  many_lines_take_no_more_memory_than_few):
        try:
            check(signet)
        except AssertionError as failed:
            sys.exit(f"{check.__name__}: {failed}")


if __name__ == "__main__":
    main()
