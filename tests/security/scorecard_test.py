#!/usr/bin/env python3
"""The scorecard itself: a row that was not run, a form too many, a test without a record and a wrong number are found."""
import collections
import json
import pathlib
import tempfile
import unittest

import records
import scorecard

ROWS = {7: {"row": 7, "title": "t", "known": [], "defence": "d", "forms": ["compact", "CLI"]}}


class Differences(unittest.TestCase):
    def found(self, *keys):
        return list(scorecard.differences(ROWS, collections.Counter(keys)))

    def test_what_was_run_is_what_is_declared(self):
        self.assertEqual(self.found((7, "compact", "ES256"), (7, "CLI", "ES256")), [])

    def test_a_form_that_was_not_run(self):
        self.assertEqual(self.found((7, "compact", "ES256")), ["row 7: CLI was not run"])

    def test_a_form_that_is_not_declared(self):
        wrong = self.found((7, "compact", "ES256"), (7, "CLI", "ES256"), (7, "key", ""))
        self.assertEqual(wrong, ["row 7: key was run, and attacks.json does not name it"])

    def test_a_row_that_is_not_declared(self):
        wrong = self.found((7, "compact", ""), (7, "CLI", ""), (8, "key", ""))
        self.assertEqual(wrong, ["row 8: key was run, and attacks.json does not name it"])


class Page(unittest.TestCase):
    def test_every_number_is_on_it(self):
        one = scorecard.render(ROWS, collections.Counter({(7, "compact", "ES256"): 3, (7, "CLI", "ES256"): 2}))
        other = scorecard.render(ROWS, collections.Counter({(7, "compact", "ES256"): 3, (7, "CLI", "ES256"): 1}))
        self.assertIn("compact 3, CLI 2", one)
        self.assertNotEqual(one, other)

    def test_what_some_machines_lack_is_not(self):
        counts = collections.Counter({(7, "compact", "ES256"): 3, (7, "compact", "ML-DSA-44"): 77777})
        self.assertNotIn("77777", scorecard.render(ROWS, scorecard.published(counts)))

    def test_encryption_has_its_own_table(self):
        counts = collections.Counter({(7, "compact", "ES256"): 31, (7, "compact", "A128KW"): 41, (7, "compact", "A128GCM"): 51})
        page = scorecard.render(ROWS, counts)
        self.assertIn("| # | ES256 |\n|---|---|\n| 7 | 31 |", page)
        self.assertIn("| # | A128GCM | A128KW |\n|---|---|---|\n| 7 | 51 | 41 |", page)

    def test_the_body_is_between_its_marks(self):
        page = f"head\n{scorecard.START}\n\nbody\n\n{scorecard.END}\ntail"
        self.assertEqual(scorecard.parts_of(page), ("head\n", "body", "\ntail"))


class Records(unittest.TestCase):
    def test_a_test_without_a_record_is_missed(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "Attack01.A.jsonl").write_text("")
            self.assertEqual(len(records.files_of(folder, ["Attack01.A"])), 1)
            with self.assertRaisesRegex(records.Missing, "Attack02.B"):
                records.files_of(folder, ["Attack01.A", "Attack02.B"])

    def test_lines_are_counted(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "Attack01.A.jsonl"
            line = json.dumps({"row": 1, "form": "key", "alg": "EC", "said": "weak_key(k)"})
            file.write_text('{"target":{}}\n' + line + "\n" + line + "\n")
            self.assertEqual(scorecard.count([file], [[1, "EC", 4]]), {(1, "key", "EC"): 2, (1, "CLI", "EC"): 4})


class Rows(unittest.TestCase):
    def test_each_row_once_and_in_order(self):
        rows = json.loads(scorecard.ROWS.read_text(encoding="utf-8"))
        numbers = [row["row"] for row in rows]
        self.assertEqual(numbers, sorted(set(numbers)))
        for row in rows:
            self.assertEqual([form for form in scorecard.FORMS if form in row["forms"]], row["forms"])


if __name__ == "__main__":
    unittest.main()
