"""One table of a program's checks: what has to be taken, and what has to be refused, and with which words."""
from document import Table
from peer import Refused

TAKEN, REFUSED = "taken", "refused"


class Checks:
    """checks.takes("jose", "a token", call) and checks.refuses("jose", "another audience", call, "aud")"""

    def __init__(self, corner):
        self.table = Table(corner, ["held"])

    def takes(self, program, what, call):
        """What `call` returns; a failure of the table when it refuses."""
        try:
            value = call()
        except Refused as refused:
            self.table.add(f"{program}: {what}", "held", f"refused: {refused}")
            return None
        self.table.add(f"{program}: {what}", "held", held=TAKEN)
        return value

    def refuses(self, program, what, call, reason):
        """`reason` has to be in what the refusal says, so that no other fault stands for it."""
        problem = "it was taken"
        try:
            call()
        except Refused as refused:
            problem = None if reason in str(refused) else f"refused for another reason: {refused}"
        self.table.add(f"{program}: {what}", "held", problem, held=REFUSED)

    def holds(self, program, what, found, expected, held=TAKEN):
        self.table.add(f"{program}: {what}", "held", None if found == expected else f"{found!r} is not {expected!r}", held)
