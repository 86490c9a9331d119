"""Tables, and the part of the document that belongs to one peer: between <!-- NAME --> and <!-- end NAME -->."""
HELD = "yes"
ABSENT = "–"  # one of the two has no such thing


class Table:
    """Rows of checks. A cell is HELD, ABSENT or a word of its own; one that failed is in `failures` and says so."""

    def __init__(self, corner, columns):
        self.corner = corner
        self.columns = columns
        self.rows = {}
        self.failures = []
        self.of_version = set()  # (row, column) of cells that tell how this version of the peer is
        self.all_of_version = False

    def add(self, row, column, problem=None, held=HELD):
        """Notes that a check was made, and what the cell says when it holds. What stands in a cell first stays."""
        cells = self.rows.setdefault(row, {})
        if problem:
            self.failures.append(f"{row}: {column}: {problem}")
            cells[column] = "FAILED"
        else:
            cells.setdefault(column, held)

    def to_markdown(self):
        lines = [self._line([self.corner, *self.columns]), self._line(["---"] * (len(self.columns) + 1))]
        for row, cells in self.rows.items():
            lines.append(self._line([row, *(cells.get(column, ABSENT) for column in self.columns)]))
        return "\n".join(lines) + "\n"

    def cells(self):
        """{(corner, row, column): cell}"""
        return {(self.corner, row, column): cells.get(column, ABSENT)
                for row, cells in self.rows.items() for column in self.columns}

    def is_of_version(self, cell):
        """Whether a key of cells() tells how this version of the peer is."""
        corner, *place = cell
        return corner == self.corner and (self.all_of_version or tuple(place) in self.of_version)

    @staticmethod
    def _line(cells):
        return "| " + " | ".join(cells) + " |"


def read_cells(text):
    """What Table.cells() gave for the tables of a text."""
    found, header = {}, None
    for line in text.splitlines():
        if not line.startswith("| "):
            header = None
            continue
        cells = line.strip("| ").split(" | ")
        if header is None:
            header = cells
        elif cells[0] != "---":
            found |= {(header[0], cells[0], column): cell for column, cell in zip(header[1:], cells[1:])}
    return found


def _marks(peer):
    return f"<!-- {peer} -->", f"<!-- end {peer} -->"


def _bounds(text, peer):
    begin, end = _marks(peer)
    first = text.find(begin)
    last = text.find(end)
    if first < 0 or last < first:
        raise SystemExit(f"interop: the document has no section {begin} ... {end}")
    return first + len(begin), last


def section(path, peer):
    """The text between the marks of `peer`, without white space around it."""
    text = path.read_text(encoding="utf-8")
    begin, end = _bounds(text, peer)
    return text[begin:end].strip()


def replace_section(path, peer, content):
    text = path.read_text(encoding="utf-8")
    begin, end = _bounds(text, peer)
    path.write_text(f"{text[:begin]}\n{content.strip()}\n{text[end:]}", encoding="utf-8")
